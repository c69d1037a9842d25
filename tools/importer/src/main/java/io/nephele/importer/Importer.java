package io.nephele.importer;

import io.nephele.model.Json;
import io.nephele.model.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Imports AWS's published models into Nephele's resources. Run by hand when AWS has published new
 * ones; {@code docs/model.md} says how and from where. Its list of services is {@code
 * tools/importer/services.tsv}: Nephele's name, the input file, and an XML namespace where the
 * model lacks it.
 */
public final class Importer {
  private Importer() {}

  /** Arguments: services.tsv, the folder of models, the folder to write to. */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: Importer SERVICES.TSV MODELS-FOLDER OUTPUT-FOLDER");
      System.exit(2);
    }
    Path models = Path.of(args[1]);
    Path output = Files.createDirectories(Path.of(args[2]));
    List<String> rows = Files.readAllLines(Path.of(args[0]));
    Map<String, Object> index = new LinkedHashMap<>();
    for (String row : rows.subList(1, rows.size())) {
      String[] columns = row.split("\t", -1);
      String text =
          compact(columns[0], models.resolve(columns[1]), columns[2].isEmpty() ? null : columns[2]);
      Files.writeString(output.resolve(columns[0] + ".json"), text);
      index.put(columns[0], entry(Service.parse(text.getBytes(StandardCharsets.UTF_8))));
    }
    Files.writeString(output.resolve("index.json"), lines(index));
    System.out.println(index.size() + " services imported");
  }

  private static String compact(String name, Path input, String xmlNamespace) throws IOException {
    Map<String, Object> model = read(input);
    Map<String, Object> ast = C2jModel.isC2j(model) ? C2jModel.toSmithy(model) : model;
    return SmithyImporter.compact(name, ast, null, xmlNamespace);
  }

  private static Map<String, Object> read(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return Json.object(in.readAllBytes());
    }
  }

  private static Map<String, Object> entry(Service service) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("shape", service.shapeName());
    entry.put("version", service.version());
    entry.put("signingName", service.signingName());
    entry.put("endpointPrefix", service.endpointPrefix());
    entry.put("protocols", service.protocols().stream().map(p -> p.traitName()).toList());
    entry.put("operations", service.operationNames().size());
    return entry;
  }

  private static String lines(Map<String, Object> index) {
    StringBuilder text = new StringBuilder("{\n");
    String separator = "";
    for (Map.Entry<String, Object> line : index.entrySet()) {
      text.append(separator).append('"').append(line.getKey()).append("\":");
      text.append(JsonTree.write(line.getValue()));
      separator = ",\n";
    }
    return text.append("\n}\n").toString();
  }
}
