package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.AliasConfiguration;
import io.nephele.api.lambda.AliasRoutingConfiguration;
import io.nephele.api.lambda.CreateAliasRequest;
import io.nephele.api.lambda.DeleteAliasRequest;
import io.nephele.api.lambda.GetAliasRequest;
import io.nephele.api.lambda.ListAliasesRequest;
import io.nephele.api.lambda.ListAliasesResponse;
import io.nephele.api.lambda.UpdateAliasRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Unit;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.Pages;
import io.nephele.services.lambda.state.Structs;
import java.util.Map;

/** Names of versions. */
public final class Aliases {
  private final LambdaWorld lambda;
  private final Deletions.Owned owned;

  /**
   * The aliases of a world.
   *
   * @param owned removes what belongs to an alias
   */
  public Aliases(LambdaWorld lambda, Deletions.Owned owned) {
    this.lambda = lambda;
    this.owned = owned;
  }

  /** Whether an alias sends invocations to a version. */
  static boolean refersTo(AliasConfiguration alias, String version) {
    return version.equals(alias.functionVersion()) || weights(alias).containsKey(version);
  }

  /** The shares of the versions beside the alias's own. */
  public static Map<String, Double> weights(AliasConfiguration alias) {
    AliasRoutingConfiguration routing = alias.routingConfig();
    return routing == null || routing.additionalVersionWeights() == null
        ? Map.of()
        : routing.additionalVersionWeights();
  }

  /** Answers CreateAlias. */
  public AliasConfiguration create(CreateAliasRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call).with(in.name());
    AliasConfiguration alias =
        new AliasConfiguration()
            .aliasArn(ref.arn())
            .name(in.name())
            .functionVersion(in.functionVersion())
            .description(in.description() == null ? "" : in.description())
            .routingConfig(routing(in.routingConfig()))
            .revisionId(lambda.uuid());
    return lambda.change(
        ref.with(null),
        (transaction, function) -> {
          check(transaction, ref, alias);
          if (lambda.tables().alias(transaction, ref, in.name()) != null) {
            throw LambdaErrors.conflict("Alias already exists: " + ref.arn());
          }
          lambda.tables().aliases().put(transaction, ref.place().with(in.name()), alias);
          return alias;
        });
  }

  private static AliasRoutingConfiguration routing(AliasRoutingConfiguration in) {
    return in == null
            || in.additionalVersionWeights() == null
            || in.additionalVersionWeights().isEmpty()
        ? null
        : in;
  }

  private void check(Reader reader, FunctionRef ref, AliasConfiguration alias) {
    String version = alias.functionVersion();
    requireVersion(reader, ref, version);
    Map<String, Double> weights = weights(alias);
    if (weights.isEmpty()) {
      return;
    }
    if (weights.size() > 1) {
      throw LambdaErrors.invalid(
          "Number of items in AdditionalVersionWeights cannot be greater than 1");
    }
    if (version.equals(FunctionRef.LATEST)) {
      throw LambdaErrors.invalid(
          "$LATEST is not supported for an alias pointing to more than 1 version");
    }
    for (Map.Entry<String, Double> each : weights.entrySet()) {
      if (each.getKey().equals(version)) {
        throw LambdaErrors.invalid(
            "Invalid function version "
                + version
                + ". Function version "
                + version
                + " is already included in routing configuration.");
      }
      if (!(each.getValue() >= 0 && each.getValue() <= 1)) {
        throw LambdaErrors.outOfBounds(
            each.getValue(), "routingConfig.additionalVersionWeights", "value between 0.0 and 1.0");
      }
      requireVersion(reader, ref, each.getKey());
    }
  }

  private void requireVersion(Reader reader, FunctionRef ref, String version) {
    FunctionRef target = ref.with(version);
    if (target.isAlias() || lambda.tables().version(reader, ref, version) == null) {
      throw LambdaErrors.noFunction(target.arn());
    }
  }

  /** Answers UpdateAlias. */
  public AliasConfiguration update(UpdateAliasRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call).with(in.name());
    return lambda.change(
        ref.with(null),
        (transaction, function) -> {
          AliasConfiguration before = require(transaction, ref);
          if (in.revisionId() != null && !in.revisionId().equals(before.revisionId())) {
            throw LambdaErrors.otherRevision("alias", "GetFunction/GetAlias");
          }
          AliasConfiguration alias = new AliasConfiguration(Structs.copy(before.struct()));
          if (in.functionVersion() != null) {
            alias.functionVersion(in.functionVersion());
          }
          if (in.description() != null) {
            alias.description(in.description());
          }
          if (in.routingConfig() != null) {
            alias.routingConfig(routing(in.routingConfig()));
          }
          check(transaction, ref, alias);
          alias.revisionId(lambda.uuid());
          lambda.tables().aliases().put(transaction, ref.place().with(in.name()), alias);
          lambda.changed(transaction, ref);
          return alias;
        });
  }

  private AliasConfiguration require(Reader reader, FunctionRef ref) {
    AliasConfiguration alias = lambda.tables().alias(reader, ref, ref.qualifier());
    if (alias == null) {
      throw LambdaErrors.noAlias(ref.arn());
    }
    return alias;
  }

  /** Answers GetAlias. */
  public AliasConfiguration get(GetAliasRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call).with(in.name());
    return lambda.read(
        reader -> {
          lambda.tables().require(reader, ref.with(null));
          return require(reader, ref);
        });
  }

  /** Answers ListAliases. */
  public ListAliasesResponse list(ListAliasesRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    return lambda.read(
        reader -> {
          lambda.tables().require(reader, ref);
          Pages<AliasConfiguration> page =
              Pages.of(
                  reader,
                  lambda.tables().aliases(),
                  ref.place(),
                  in.marker(),
                  in.maxItems(),
                  row ->
                      in.functionVersion() == null || refersTo(row.value(), in.functionVersion())
                          ? row.value()
                          : null);
          return new ListAliasesResponse().aliases(page.items()).nextMarker(page.next());
        });
  }

  /** Answers DeleteAlias; one that is not there is as good as deleted. */
  public Unit delete(DeleteAliasRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call).with(in.name());
    return lambda.change(
        ref.with(null),
        (transaction, function) -> {
          lambda.tables().aliases().delete(transaction, ref.place().with(in.name()));
          owned.delete(transaction, ref);
          lambda.changed(transaction, ref);
          return LambdaWorld.done(call);
        });
  }
}
