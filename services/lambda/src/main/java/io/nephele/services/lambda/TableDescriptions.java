package io.nephele.services.lambda;

import io.nephele.api.lambda.AliasConfiguration;
import io.nephele.api.lambda.CodeSigningConfig;
import io.nephele.api.lambda.FunctionEventInvokeConfig;
import io.nephele.core.json.StructJson;
import io.nephele.core.worlds.TableDescription;
import io.nephele.services.lambda.state.Structs;

/** How the rows of Lambda are told to people who compare worlds: never with secrets. */
final class TableDescriptions {
  private TableDescriptions() {}

  /** How the rows of that table are told. */
  static TableDescription of(String table) {
    return switch (table) {
      case "lambda.functions" -> TableDescription.UNKNOWN.key("function");
      // Environment variables may be secrets.
      case "lambda.versions" ->
          TableDescription.UNKNOWN.key("function", "version").hiding("stored");
      case "lambda.aliases" ->
          TableDescription.of(
                  Structs.codec(AliasConfiguration::new, AliasConfiguration::new),
                  alias -> StructJson.of(alias.struct()))
              .key("function", "alias");
      case "lambda.eventInvoke" ->
          TableDescription.of(
                  Structs.codec(FunctionEventInvokeConfig::new, FunctionEventInvokeConfig::new),
                  config -> StructJson.of(config.struct()))
              .key("function", "qualifier");
      case "lambda.codeSigning" ->
          TableDescription.of(
                  Structs.codec(CodeSigningConfig::new, CodeSigningConfig::new),
                  config -> StructJson.of(config.struct()))
              .key("id");
      case "lambda.layers" -> TableDescription.UNKNOWN.key("layer", "version");
      case "lambda.policies" -> TableDescription.UNKNOWN.key("function", "qualifier");
      case "lambda.provisioned" -> TableDescription.UNKNOWN.key("function", "qualifier");
      case "lambda.urls" -> TableDescription.UNKNOWN.key("function", "qualifier");
      case "lambda.mappings" -> TableDescription.UNKNOWN.key("uuid");
      case "lambda.events" -> TableDescription.UNKNOWN.key("function", "id");
      case "lambda.checkpoints" -> TableDescription.UNKNOWN.key("uuid", "shard").asInternal();
      case "lambda.durable", "lambda.durableEndings" ->
          TableDescription.UNKNOWN.key("function", "id");
      case "lambda.durableProgress",
          "lambda.durableOperations",
          "lambda.durableEvents",
          "lambda.durableNames" ->
          TableDescription.UNKNOWN.asInternal();
      case "lambda.secrets" -> TableDescription.UNKNOWN.hiding("key").asInternal();
      case "lambda.urlIds", "lambda.usage", "lambda.layerNumbers" ->
          TableDescription.UNKNOWN.asInternal();
      default -> TableDescription.UNKNOWN;
    };
  }
}
