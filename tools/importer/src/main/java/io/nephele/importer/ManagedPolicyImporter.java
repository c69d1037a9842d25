package io.nephele.importer;

import io.nephele.model.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Imports the policies that AWS manages into a resource of module identity. Run by hand when AWS
 * has published new ones; {@code docs/model.md} says how and from where. It writes a line a policy
 * into {@code index.tsv}, and its document into one of {@value #SHARDS} files, chosen by the hash
 * of its name, so that who wants one document reads a few. Policies that AWS has withdrawn are left
 * out: nobody can attach them any more.
 */
public final class ManagedPolicyImporter {
  /** How many files the documents are in. */
  static final int SHARDS = 64;

  private static final String ARN_PREFIX = "arn:aws:iam::aws:policy";

  private ManagedPolicyImporter() {}

  /** Arguments: the folder to write to, then data sets; what a later one has counts. */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("usage: ManagedPolicyImporter OUTPUT-FOLDER DATA-SET...");
      System.exit(2);
    }
    Map<String, Map<String, Object>> policies = new TreeMap<>();
    for (String dataSet : List.of(args).subList(1, args.length)) {
      for (Object item : read(Path.of(dataSet))) {
        Map<String, Object> policy = Ast.asObject(item);
        if (!Boolean.TRUE.equals(policy.get("deprecated"))) {
          policies.put((String) policy.get("name"), policy);
        }
      }
    }
    write(Path.of(args[0]), policies);
    System.out.println(policies.size() + " policies imported");
  }

  private static void write(Path output, Map<String, Map<String, Object>> policies)
      throws IOException {
    Files.createDirectories(output.resolve("documents"));
    List<String> index = new ArrayList<>();
    List<List<String>> shards = new ArrayList<>();
    for (int i = 0; i < SHARDS; i++) {
      shards.add(new ArrayList<>());
    }
    for (Map.Entry<String, Map<String, Object>> entry : policies.entrySet()) {
      String name = entry.getKey();
      index.add(indexLine(name, entry.getValue()));
      String document = JsonTree.write(entry.getValue().get("document"));
      shards.get(name.hashCode() & SHARDS - 1).add(name + "\t" + document);
    }
    Files.write(output.resolve("index.tsv"), index);
    for (int i = 0; i < SHARDS; i++) {
      Files.write(output.resolve("documents/%02d.tsv".formatted(i)), shards.get(i));
    }
  }

  /** Name, path, id where it is known, when created, when updated, default version. */
  static String indexLine(String name, Map<String, Object> policy) {
    String created = time((String) policy.get("createdate"));
    String updated = Ast.string(policy, "updatedate", null);
    return String.join(
        "\t",
        name,
        path(name, Ast.string(policy, "arn", null)),
        Ast.string(policy, "id", ""),
        created,
        updated == null ? created : time(updated),
        (String) policy.get("version"));
  }

  private static String path(String name, String arn) {
    if (arn == null) { // the data set lacks a few of service-linked roles
      return name.endsWith("ServiceRolePolicy") ? "/aws-service-role/" : "/";
    }
    if (!arn.startsWith(ARN_PREFIX) || !arn.endsWith("/" + name)) {
      throw new IllegalArgumentException("not the ARN of " + name + ": " + arn);
    }
    return arn.substring(ARN_PREFIX.length(), arn.length() - name.length());
  }

  private static String time(String text) {
    return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static List<?> read(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream list = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        InputStream object =
            new SequenceInputStream(
                Collections.enumeration(List.of(text("{\"policies\":"), list, text("}"))))) {
      return Ast.list(Json.object(object.readAllBytes()), "policies");
    }
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }
}
