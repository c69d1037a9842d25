package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.CreateFunctionRequest;
import io.nephele.api.lambda.FunctionCode;
import io.nephele.api.lambda.FunctionConfiguration;
import io.nephele.api.lambda.UpdateFunctionCodeRequest;
import io.nephele.api.lambda.UpdateFunctionConfigurationRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.LockKey;
import io.nephele.core.store.Transaction;
import io.nephele.services.lambda.code.NewPackage;
import io.nephele.services.lambda.code.Packages;
import io.nephele.services.lambda.layers.LayerTable;
import io.nephele.services.lambda.state.CodePackage;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.FunctionRow;
import io.nephele.services.lambda.state.FunctionTables;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import io.nephele.services.lambda.state.Times;
import io.nephele.services.lambda.state.VersionRow;
import java.util.List;
import java.util.Map;

/** The operations that make functions and change them. */
public final class Functions {
  private static final int LONGEST_NAME = 64;
  private static final int MOST_TAGS = 50;

  /** What AWS tells who sends too much within a request, for creation and for updates. */
  private static final int MOST_TO_CREATE = 69_905_067;

  private static final int MOST_TO_UPDATE = 70_167_211;

  private final LambdaWorld lambda;
  private final Packages packages;
  private final LayerTable layers;
  private final SettingRules rules;
  private final Versions versions;
  private final CodeSigning signing;
  private final VariableKeys keys;

  /** The functions of a world. */
  public Functions(
      LambdaWorld lambda,
      Packages packages,
      LayerTable layers,
      ExecutionRoles roles,
      Versions versions,
      CodeSigning signing,
      VariableKeys keys) {
    this.lambda = lambda;
    this.packages = packages;
    this.layers = layers;
    this.rules = new SettingRules(roles);
    this.versions = versions;
    this.signing = signing;
    this.keys = keys;
  }

  /** Answers CreateFunction. */
  public FunctionConfiguration create(CreateFunctionRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    checkNew(in, ref, call);
    FunctionConfiguration configuration = SettingRules.defaults(ref);
    if (in.architectures() != null) {
      configuration.architectures(in.architectures());
    }
    UsedLayers used =
        in.layers() == null ? UsedLayers.NONE : UsedLayers.find(lambda, layers, in.layers());
    rules.apply(in.struct(), configuration, ref, call);
    keys.seal(configuration, ref, call);
    signing.checkUnsigned(in.codeSigningConfigArn(), call);
    if (lambda.read(reader -> lambda.tables().find(reader, ref)) != null) {
      throw LambdaErrors.conflict("Function already exist: " + ref.name());
    }
    try (NewPackage taken = packages.take(in.code().struct(), MOST_TO_CREATE, call)) {
      UsedLayers.checkSize(taken.code(), used.packages());
      code(configuration, taken);
      configuration.layers(used.layers().isEmpty() ? null : used.layers());
      stamp(configuration);
      VersionRow row = VersionRow.of(configuration, taken.code(), used.packages(), "Auto");
      Map<String, String> tags = in.tags() == null ? Map.of() : in.tags();
      FunctionRow function =
          new FunctionRow(
              ref.accountId(),
              ref.region(),
              ref.name(),
              1,
              null,
              tags,
              in.codeSigningConfigArn(),
              "Terminate");
      VersionRow published =
          lambda
              .world()
              .store()
              .write(new LockKey(ref.place()), transaction -> add(transaction, in, function, row));
      return published == null
          ? Answers.created(row, ref)
          : Answers.created(published, ref.with(published.configuration().version()));
    }
  }

  private void checkNew(CreateFunctionRequest in, FunctionRef ref, Call call) {
    if (ref.name().length() > LONGEST_NAME) {
      throw LambdaErrors.outOfBounds(
          ref.name(), "functionName", "length less than or equal to " + LONGEST_NAME);
    }
    if (ref.qualifier() != null || !ref.accountId().equals(call.accountId())) {
      throw LambdaErrors.invalid("The function name " + in.functionName() + " cannot be created.");
    }
    FunctionCode code = in.code();
    if ("Image".equals(in.packageType()) || code.imageUri() != null) {
      throw LambdaErrors.notImplemented("functions of container images (PackageType Image)");
    }
    if (in.runtime() == null || in.handler() == null) {
      throw LambdaErrors.invalid(
          "Runtime and Handler are mandatory parameters for functions created with deployment"
              + " packages.");
    }
    if (code.sourceKMSKeyArn() != null) {
      throw LambdaErrors.notImplemented(
          "encryption of code by keys of customers (SourceKMSKeyArn)");
    }
    if (in.publishTo() != null) {
      throw LambdaErrors.notImplemented("PublishTo");
    }
    if (in.tags() != null && in.tags().size() > MOST_TAGS) {
      throw LambdaErrors.invalid("Number of tags exceeds resource tag limit.");
    }
  }

  private VersionRow add(
      Transaction transaction, CreateFunctionRequest in, FunctionRow function, VersionRow row) {
    FunctionTables tables = lambda.tables();
    FunctionRef ref = function.ref();
    if (tables.find(transaction, ref) != null) {
      throw LambdaErrors.conflict("Function already exist: " + ref.name());
    }
    checkRoom(transaction, ref, row.code().size());
    tables.functions().put(transaction, ref.place(), function);
    tables.put(transaction, ref, FunctionRef.LATEST, row);
    tables.count(transaction, ref.owner(), 1);
    lambda.changed(transaction, ref);
    return Boolean.TRUE.equals(in.publish()) ? versions.publish(transaction, function, null) : null;
  }

  private void checkRoom(Transaction transaction, FunctionRef ref, long more) {
    if (lambda.tables().usage(transaction, ref.owner()).codeSize() + more > Packages.MOST_STORED) {
      throw LambdaErrors.noRoom();
    }
  }

  /** Answers UpdateFunctionCode. */
  public FunctionConfiguration updateCode(UpdateFunctionCodeRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    requireChangeable(ref);
    if (in.imageUri() != null) {
      throw LambdaErrors.invalid(
          "Please don't provide ImageUri when updating a function with packageType Zip.");
    }
    if (in.sourceKMSKeyArn() != null) {
      throw LambdaErrors.notImplemented(
          "encryption of code by keys of customers (SourceKMSKeyArn)");
    }
    if (in.publishTo() != null) {
      throw LambdaErrors.notImplemented("PublishTo");
    }
    FunctionRow known = lambda.read(reader -> lambda.tables().require(reader, ref));
    signing.checkUnsigned(known.codeSigningConfigArn(), call);
    try (NewPackage taken = packages.take(in.struct(), MOST_TO_UPDATE, call)) {
      return lambda.change(
          ref,
          (transaction, function) -> {
            VersionRow latest = latest(transaction, ref, in.revisionId());
            UsedLayers.checkSize(taken.code(), latest.layers());
            FunctionConfiguration configuration = latest.copy();
            code(configuration, taken);
            if (in.architectures() != null) {
              configuration.architectures(in.architectures());
            }
            stamp(configuration);
            VersionRow row =
                VersionRow.of(
                    configuration, taken.code(), latest.layers(), latest.updateRuntimeOn());
            if (Boolean.TRUE.equals(in.dryRun())) {
              return Answers.of(row, ref);
            }
            checkRoom(transaction, ref, row.code().size());
            return store(transaction, function, row, Boolean.TRUE.equals(in.publish()));
          });
    }
  }

  private FunctionConfiguration store(
      Transaction transaction, FunctionRow function, VersionRow row, boolean publish) {
    FunctionRef ref = function.ref();
    lambda.tables().put(transaction, ref, FunctionRef.LATEST, row);
    lambda.changed(transaction, ref);
    if (!publish) {
      return Answers.updated(row, ref);
    }
    VersionRow published = versions.publish(transaction, function, null);
    return Answers.updated(published, ref.with(published.configuration().version()));
  }

  /** Answers UpdateFunctionConfiguration. */
  public FunctionConfiguration updateConfiguration(
      UpdateFunctionConfigurationRequest in, Call call) {
    FunctionRef ref = FunctionRef.parse(in.functionName(), null, call);
    requireChangeable(ref);
    VersionRow known =
        lambda.read(
            reader -> {
              lambda.tables().require(reader, ref);
              return lambda.tables().version(reader, ref, FunctionRef.LATEST);
            });
    UsedLayers used = in.layers() == null ? null : UsedLayers.find(lambda, layers, in.layers());
    // Roles and keys are asked for outside the transaction, where other services may be called.
    FunctionConfiguration wanted = known.copy();
    boolean sealedAnew =
        in.environment() != null
            || in.kmsKeyArn() != null
            || in.role() != null && VariableKeys.isSealed(wanted);
    if (sealedAnew && in.environment() == null) {
      keys.open(wanted, ref, call);
    }
    rules.apply(in.struct(), wanted, ref, call);
    if (sealedAnew) {
      keys.seal(wanted, ref, call);
    }
    return lambda.change(
        ref,
        (transaction, function) -> {
          VersionRow latest = latest(transaction, ref, in.revisionId());
          FunctionConfiguration configuration = latest.copy();
          SettingRules.settle(in.struct(), configuration);
          if (sealedAnew) {
            configuration.environment(wanted.environment());
          }
          List<CodePackage> archives = latest.layers();
          if (used != null) {
            UsedLayers.checkSize(latest.code(), used.packages());
            configuration.layers(used.layers().isEmpty() ? null : used.layers());
            archives = used.packages();
          }
          stamp(configuration);
          VersionRow row =
              VersionRow.of(configuration, latest.code(), archives, latest.updateRuntimeOn());
          return store(transaction, function, row, false);
        });
  }

  /** The version that can be changed, at the revision that the caller knows. */
  private VersionRow latest(Transaction transaction, FunctionRef ref, String revisionId) {
    VersionRow latest = lambda.tables().version(transaction, ref, FunctionRef.LATEST);
    if (revisionId != null && !revisionId.equals(latest.configuration().revisionId())) {
      throw LambdaErrors.otherRevision("function", "GetFunction/GetAlias");
    }
    return latest;
  }

  private static void requireChangeable(FunctionRef ref) {
    if (!ref.isLatest()) {
      throw LambdaErrors.invalid(
          ref.isAlias()
              ? "The operation cannot be performed on an alias."
              : "The operation cannot be performed on a published version. Versions are"
                  + " immutable.");
    }
  }

  private static void code(FunctionConfiguration configuration, NewPackage taken) {
    configuration.codeSha256(taken.code().sha256()).codeSize(taken.code().size());
  }

  private void stamp(FunctionConfiguration configuration) {
    configuration
        .version(FunctionRef.LATEST)
        .lastModified(Times.withOffset(lambda.now()))
        .revisionId(lambda.uuid());
  }
}
