package io.nephele.services.lambda.state;

import io.nephele.api.lambda.AliasConfiguration;
import io.nephele.core.blobs.BlobReferences;
import io.nephele.core.secrets.RootKey;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.core.store.Transaction;

/** The tables of functions, their versions and aliases. Holds no state. */
public final class FunctionTables {
  private final Table<FunctionRow> functions =
      Table.ofOftenRead("lambda.functions", FunctionRow.class);

  /** Sealed because of environment variables. */
  private final Table<VersionRow> versions;

  private final Table<AliasConfiguration> aliases =
      Table.of("lambda.aliases", Structs.codec(AliasConfiguration::new, AliasConfiguration::new));
  private final Table<Usage> usage = Table.of("lambda.usage", Usage.class);
  private final BlobReferences blobs = new BlobReferences("lambda");

  /** The tables of a world with that root key. */
  FunctionTables(RootKey rootKey) {
    this.versions = Table.sealed("lambda.versions", VersionRow.class, rootKey);
  }

  /**
   * What an account stores in a region.
   *
   * @param codeSize bytes of archives
   * @param functions how many functions
   */
  public record Usage(long codeSize, long functions) {}

  /** By account, region and name. */
  public Table<FunctionRow> functions() {
    return functions;
  }

  /** By function and number; the one that can be changed has number 0. */
  public Table<VersionRow> versions() {
    return versions;
  }

  /** By function and name. */
  public Table<AliasConfiguration> aliases() {
    return aliases;
  }

  /** The function, or null. */
  public FunctionRow find(Reader reader, FunctionRef ref) {
    return functions.get(reader, ref.place());
  }

  /** The function; an error to the caller if there is none. */
  public FunctionRow require(Reader reader, FunctionRef ref) {
    FunctionRow found = find(reader, ref);
    if (found == null) {
      throw LambdaErrors.noFunction(ref.arn());
    }
    return found;
  }

  /** The alias, or null. */
  public AliasConfiguration alias(Reader reader, FunctionRef ref, String name) {
    return aliases.get(reader, ref.place().with(name));
  }

  /** The version of that name, or null. */
  public VersionRow version(Reader reader, FunctionRef ref, String version) {
    return versions.get(reader, place(ref, version));
  }

  /** The version that the qualifier names, itself or by an alias; an error if there is none. */
  public VersionRow require(Reader reader, FunctionRef ref, String qualifier) {
    String version = qualifier == null ? FunctionRef.LATEST : qualifier;
    if (ref.with(version).isAlias()) {
      AliasConfiguration alias = alias(reader, ref, version);
      if (alias == null) {
        throw LambdaErrors.noFunction(ref.arn());
      }
      version = alias.functionVersion();
    }
    VersionRow found = version(reader, ref, version);
    if (found == null) {
      throw LambdaErrors.noFunction(ref.arn());
    }
    return found;
  }

  /** Where a version's row is. */
  public Key place(FunctionRef ref, String version) {
    return ref.place().with(number(version));
  }

  private static long number(String version) {
    if (version.equals(FunctionRef.LATEST)) {
      return 0;
    }
    // Longer ones are no numbers of versions; no row has a negative one.
    return version.length() > 18 ? -1 : Long.parseLong(version);
  }

  /** Stores a version in place of the one there was, if any, and counts its code. */
  public void put(Transaction transaction, FunctionRef ref, String version, VersionRow row) {
    VersionRow before = version(transaction, ref, version);
    retain(transaction, ref.owner(), row.code());
    row.layers().forEach(layer -> blobs.retain(transaction, ref.owner(), layer.blob()));
    if (before != null) {
      release(transaction, ref.owner(), before);
    }
    versions.put(transaction, place(ref, version), row);
  }

  /** Removes a version. */
  public void delete(Transaction transaction, FunctionRef ref, String version) {
    VersionRow before = version(transaction, ref, version);
    if (before != null) {
      release(transaction, ref.owner(), before);
      versions.delete(transaction, place(ref, version));
    }
  }

  private void release(Transaction transaction, Key owner, VersionRow row) {
    release(transaction, owner, row.code());
    row.layers().forEach(layer -> blobs.release(transaction, owner, layer.blob()));
  }

  /** One more row has a package, which counts for the account's limit. */
  public void retain(Transaction transaction, Key owner, CodePackage code) {
    blobs.retain(transaction, owner, code.blob());
    Usage now = usage(transaction, owner);
    usage.put(transaction, owner, new Usage(now.codeSize + code.size(), now.functions));
  }

  /** One row less has a package. */
  public void release(Transaction transaction, Key owner, CodePackage code) {
    blobs.release(transaction, owner, code.blob());
    Usage now = usage(transaction, owner);
    usage.put(transaction, owner, new Usage(now.codeSize - code.size(), now.functions));
  }

  /** Counts functions. */
  public void count(Transaction transaction, Key owner, int more) {
    Usage now = usage(transaction, owner);
    usage.put(transaction, owner, new Usage(now.codeSize, now.functions + more));
  }

  /** What is stored by an account in a region. */
  public Usage usage(Reader reader, Key owner) {
    Usage found = usage.get(reader, owner);
    return found == null ? new Usage(0, 0) : found;
  }
}
