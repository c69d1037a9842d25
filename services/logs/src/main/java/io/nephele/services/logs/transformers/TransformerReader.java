package io.nephele.services.logs.transformers;

import io.nephele.api.logs.Processor;
import io.nephele.services.logs.state.LogsErrors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes processors of what a request says, and checks that they go together. */
final class TransformerReader {
  private static final int MOST_PARSERS = 5;
  private static final Set<String> ONCE = Set.of("grok", "addKeys", "copyValue");
  private static final Set<String> PARSERS = Set.of("parseJSON", "grok", "csv", "parseKeyValue");
  private static final Set<String> VENDED =
      Set.of("parseVPC", "parseCloudfront", "parseRoute53", "parsePostgres", "parseWAF");

  private TransformerReader() {}

  /**
   * The processors of a transformer.
   *
   * @throws io.nephele.model.AwsException if they make none
   */
  static Transformer read(List<Processor> config) {
    List<Processing> all = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int parsers = 0;
    for (int i = 0; i < config.size(); i++) {
      Processor processor = config.get(i);
      String name = name(processor);
      boolean vended = VENDED.contains(name);
      boolean parser = vended || PARSERS.contains(name);
      parsers += parser ? 1 : 0;
      if (i == 0 && !parser) {
        throw LogsErrors.invalid("The first processor of a transformer must be a parser.");
      }
      if (i > 0 && vended) {
        throw LogsErrors.invalid(
            "The processor " + name + " must be the first one of a transformer.");
      }
      if (!seen.add(name) && ONCE.contains(name)) {
        throw LogsErrors.invalid("A transformer can have one processor " + name + " only.");
      }
      all.add(processing(name, processor));
    }
    if (parsers > MOST_PARSERS) {
      throw LogsErrors.invalid("A transformer can have up to " + MOST_PARSERS + " parsers.");
    }
    return new Transformer(all);
  }

  /** The one member of a processor that is there. */
  private static String name(Processor processor) {
    String found = null;
    for (var member : processor.struct().shape().members()) {
      if (processor.struct().get(member) != null) {
        if (found != null) {
          throw LogsErrors.invalid("A processor must have one member, not " + found + " and more.");
        }
        found = member.name();
      }
    }
    if (found == null) {
      throw LogsErrors.invalid("A processor must have one member.");
    }
    return found;
  }

  private static Processing processing(String name, Processor from) {
    return switch (name) {
      case "parseJSON" -> Parsers.json(from.parseJSON());
      case "grok" -> GrokPatterns.parser(from.grok());
      case "csv" -> CsvParser.of(from.csv());
      case "parseKeyValue" -> Parsers.keyValue(from.parseKeyValue());
      case "parseVPC" -> VendedParsers.vpc(from.parseVPC().source());
      case "parseCloudfront" -> VendedParsers.cloudFront(from.parseCloudfront().source());
      case "parseRoute53" -> VendedParsers.route53(from.parseRoute53().source());
      case "parsePostgres" -> VendedParsers.postgres(from.parsePostgres().source());
      case "parseWAF" -> VendedParsers.waf(from.parseWAF().source());
      case "addKeys" -> KeyProcessors.add(from.addKeys());
      case "deleteKeys" -> KeyProcessors.delete(from.deleteKeys());
      case "moveKeys" -> KeyProcessors.move(from.moveKeys());
      case "renameKeys" -> KeyProcessors.rename(from.renameKeys());
      case "copyValue" -> KeyProcessors.copy(from.copyValue());
      case "listToMap" -> KeyProcessors.listToMap(from.listToMap());
      case "lowerCaseString" -> TextProcessors.lowerCase(from.lowerCaseString());
      case "upperCaseString" -> TextProcessors.upperCase(from.upperCaseString());
      case "trimString" -> TextProcessors.trim(from.trimString());
      case "splitString" -> TextProcessors.split(from.splitString());
      case "substituteString" -> TextProcessors.substitute(from.substituteString());
      case "typeConverter" -> TextProcessors.convert(from.typeConverter());
      case "dateTimeConverter" -> DateTimes.converter(from.dateTimeConverter());
      default -> throw LogsErrors.notImplemented("the processor " + name);
    };
  }
}
