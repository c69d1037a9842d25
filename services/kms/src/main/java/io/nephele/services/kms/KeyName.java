package io.nephele.services.kms;

import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.identity.AccountIds;
import io.nephele.core.store.Reader;

/**
 * What a request names a key by: its id, its ARN, an alias or an alias's ARN. The region is that of
 * the call.
 *
 * @param id the id of the key, or null if it is named by an alias
 * @param alias the alias with its prefix, or null
 */
record KeyName(String accountId, String region, String id, String alias) {
  static final String ALIAS_PREFIX = "alias/";
  private static final String KEY_PREFIX = "key/";
  private static final String MULTI_REGION_PREFIX = "mrk-";
  private static final int UUID_LENGTH = 36;

  /** Reads a name; an error to the caller if it cannot be one. */
  static KeyName parse(String text, Call call) {
    if (text.startsWith("arn:")) {
      return ofArn(text, call);
    }
    String region = call.region().name();
    if (text.startsWith(ALIAS_PREFIX)) {
      return new KeyName(call.accountId(), region, null, text);
    }
    if (!isId(text)) {
      throw KmsErrors.invalidKeyId(text);
    }
    return new KeyName(call.accountId(), region, text, null);
  }

  private static KeyName ofArn(String text, Call call) {
    Arn arn = Arn.parse(text);
    if (arn == null || !arn.service().equals("kms") || !AccountIds.isAccountId(arn.account())) {
      throw KmsErrors.notFound("Invalid arn");
    }
    if (!arn.region().equals(call.region().name()) || !arn.partition().equals(call.partition())) {
      throw KmsErrors.notFound("Invalid arn " + arn.region());
    }
    if (arn.resource().startsWith(ALIAS_PREFIX)) {
      return new KeyName(arn.account(), arn.region(), null, arn.resource());
    }
    if (arn.resource().startsWith(KEY_PREFIX)) {
      String id = arn.resource().substring(KEY_PREFIX.length());
      return new KeyName(arn.account(), arn.region(), id, null);
    }
    throw KmsErrors.notFound("Invalid arn");
  }

  /** Whether the text has the form of a key's id. */
  static boolean isId(String text) {
    if (text.startsWith(MULTI_REGION_PREFIX)) {
      return text.length() == MULTI_REGION_PREFIX.length() + 32
          && isHexadecimal(text, MULTI_REGION_PREFIX.length());
    }
    if (text.length() != UUID_LENGTH) {
      return false;
    }
    for (int i : new int[] {8, 13, 18, 23}) {
      if (text.charAt(i) != '-') {
        return false;
      }
    }
    return isHexadecimal(text.replace("-", ""), 0);
  }

  private static boolean isHexadecimal(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
        return false;
      }
    }
    return true;
  }

  /** The key, or null if it is not there. */
  KmsKey find(Reader reader, KmsTables tables) {
    String keyId = id;
    if (keyId == null) {
      Alias found = tables.alias(reader, accountId, region, alias);
      if (found == null) {
        return null;
      }
      keyId = found.keyId();
    }
    return tables.key(reader, accountId, region, keyId);
  }

  /** The key; an error to the caller if it is not there. */
  KmsKey require(Reader reader, KmsTables tables) {
    KmsKey key = find(reader, tables);
    if (key == null) {
      throw id == null ? KmsErrors.noSuchAlias(arn()) : KmsErrors.noSuchKey(arn());
    }
    return key;
  }

  /** The ARN of what the request names, the key or the alias. */
  String arn() {
    return id == null ? Alias.arn(accountId, region, alias) : KmsKey.arn(accountId, region, id);
  }
}
