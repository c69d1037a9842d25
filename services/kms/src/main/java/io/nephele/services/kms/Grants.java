package io.nephele.services.kms;

import io.nephele.api.kms.CreateGrantRequest;
import io.nephele.api.kms.CreateGrantResponse;
import io.nephele.api.kms.GrantConstraints;
import io.nephele.api.kms.GrantListEntry;
import io.nephele.api.kms.GrantOperation;
import io.nephele.api.kms.ListGrantsRequest;
import io.nephele.api.kms.ListGrantsResponse;
import io.nephele.api.kms.ListRetirableGrantsRequest;
import io.nephele.api.kms.RetireGrantRequest;
import io.nephele.api.kms.RevokeGrantRequest;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Key;
import io.nephele.core.store.Reader;
import io.nephele.core.store.Table;
import io.nephele.model.AwsException;
import io.nephele.model.Unit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The operations on grants. */
final class Grants {
  private static final int LISTED = 50;
  private static final int MAX_LISTED = 100;
  private static final int MAX_OF_KEY = 50_000;
  private static final int ID_BYTES = 32;

  private static final Set<String> OF_SYMMETRIC =
      Set.of(
          GrantOperation.DECRYPT,
          GrantOperation.ENCRYPT,
          GrantOperation.GENERATE_DATA_KEY,
          GrantOperation.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT,
          GrantOperation.GENERATE_DATA_KEY_PAIR,
          GrantOperation.GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT,
          GrantOperation.RE_ENCRYPT_FROM,
          GrantOperation.RE_ENCRYPT_TO);
  private static final Set<String> OF_PUBLIC_ENCRYPTION =
      Set.of(
          GrantOperation.DECRYPT,
          GrantOperation.ENCRYPT,
          GrantOperation.RE_ENCRYPT_FROM,
          GrantOperation.RE_ENCRYPT_TO,
          GrantOperation.GET_PUBLIC_KEY);
  private static final Set<String> OF_SIGNING =
      Set.of(GrantOperation.SIGN, GrantOperation.VERIFY, GrantOperation.GET_PUBLIC_KEY);
  private static final Set<String> OF_AGREEMENT =
      Set.of(GrantOperation.DERIVE_SHARED_SECRET, GrantOperation.GET_PUBLIC_KEY);
  private static final Set<String> OF_MACS =
      Set.of(GrantOperation.GENERATE_MAC, GrantOperation.VERIFY_MAC);
  private static final Set<String> OF_ALL =
      Set.of(GrantOperation.CREATE_GRANT, GrantOperation.RETIRE_GRANT, GrantOperation.DESCRIBE_KEY);

  private final KmsWorld kms;

  Grants(KmsWorld kms) {
    this.kms = kms;
  }

  CreateGrantResponse create(CreateGrantRequest in, Call call) {
    GrantTokens.check(in.grantTokens());
    KmsKey key = kms.findById(in.keyId(), call);
    KmsWorld.requireEnabled(key);
    check(in, key);
    KmsWorld.endDryRun(in.dryRun());
    Grant made = grant(in, key, call);
    Grant kept =
        kms.change(
            key,
            (transaction, current) -> {
              KmsWorld.requireEnabled(current);
              Grant same = made.name() == null ? null : find(transaction, made);
              if (same == null) {
                requireFew(transaction, current);
                kms.grants().put(transaction, made);
              }
              return same == null ? made : same;
            });
    return new CreateGrantResponse().grantId(kept.id()).grantToken(GrantTokens.write(kept));
  }

  private Grant grant(CreateGrantRequest in, KmsKey key, Call call) {
    GrantConstraints constraints = in.constraints();
    return new Grant(
        key.accountId(),
        key.region(),
        key.id(),
        HexFormat.of().formatHex(kms.ids().secretBytes(ID_BYTES)),
        in.name(),
        call.time(),
        in.granteePrincipal(),
        in.retiringPrincipal(),
        "arn:" + call.partition() + ":iam::" + call.accountId() + ":root",
        List.copyOf(in.operations()),
        constraints == null ? null : notEmpty(constraints.encryptionContextEquals()),
        constraints == null ? null : notEmpty(constraints.encryptionContextSubset()));
  }

  private void check(CreateGrantRequest in, KmsKey key) {
    if (in.operations().isEmpty()) {
      throw KmsErrors.validation("Operations must not be empty.");
    }
    Set<String> possible = possible(key);
    for (String operation : in.operations()) {
      if (!possible.contains(operation) && !OF_ALL.contains(operation)) {
        throw KmsErrors.validation(
            "Grant operation "
                + operation
                + " is not supported by KMS keys of spec "
                + key.spec().name()
                + " and usage "
                + key.usage()
                + ".");
      }
    }
    checkThere(in.granteePrincipal(), key);
    if (in.retiringPrincipal() != null) {
      checkThere(in.retiringPrincipal(), key);
    }
    GrantConstraints constraints = in.constraints();
    boolean constrained =
        constraints != null
            && !(isEmpty(constraints.encryptionContextEquals())
                && isEmpty(constraints.encryptionContextSubset()));
    if (constrained && !key.spec().isSymmetric()) {
      throw KmsErrors.validation(
          "Encryption context constraints are valid only for symmetric encryption KMS keys.");
    }
  }

  private static Map<String, String> notEmpty(Map<String, String> context) {
    return isEmpty(context) ? null : context;
  }

  private static boolean isEmpty(Map<String, String> context) {
    return context == null || context.isEmpty();
  }

  private static Set<String> possible(KmsKey key) {
    return switch (key.usage()) {
      case "ENCRYPT_DECRYPT" -> key.spec().isSymmetric() ? OF_SYMMETRIC : OF_PUBLIC_ENCRYPTION;
      case "SIGN_VERIFY" -> OF_SIGNING;
      case "KEY_AGREEMENT" -> OF_AGREEMENT;
      default -> OF_MACS;
    };
  }

  private void checkThere(String principal, KmsKey key) {
    checkPrincipal(principal);
    if (principal.startsWith("arn:")
        && !kms.world().access().isPrincipal(key.accountId(), principal)) {
      throw noPrincipal(principal);
    }
  }

  private static AwsException noPrincipal(String name) {
    return KmsErrors.invalidArn("ARN does not refer to a valid principal: " + name);
  }

  private static void checkPrincipal(String principal) {
    boolean service = principal.indexOf(':') < 0 && principal.indexOf('.') > 0;
    Arn arn = Arn.parse(principal);
    boolean user =
        arn != null
            && (arn.service().equals("iam") || arn.service().equals("sts"))
            && arn.region().isEmpty()
            && !arn.account().isEmpty();
    if (!service && !user) {
      throw noPrincipal(principal);
    }
  }

  /** A grant that is the same in all that the request says. */
  private Grant find(Reader reader, Grant like) {
    Key place = KmsKey.place(like.accountId(), like.region(), like.keyId());
    for (Grant grant : kms.grants().to(reader, place, like.grantee())) {
      if (like.name().equals(grant.name())
          && Objects.equals(like.retiring(), grant.retiring())
          && like.issuer().equals(grant.issuer())
          && like.operations().equals(grant.operations())
          && same(like.contextEquals(), grant.contextEquals())
          && same(like.contextSubset(), grant.contextSubset())) {
        return grant;
      }
    }
    return null;
  }

  private static boolean same(Map<String, String> one, Map<String, String> other) {
    return Objects.equals(one == null ? Map.of() : one, other == null ? Map.of() : other);
  }

  private void requireFew(Reader reader, KmsKey key) {
    int count = 0;
    for (Table.Rows<Grant> rows = kms.grants().of(reader, key, null); rows.hasNext(); ) {
      rows.next();
      count++;
    }
    if (count >= MAX_OF_KEY) {
      throw KmsErrors.limitExceeded(
          "The KMS key " + key.arn() + " has reached the maximum of " + MAX_OF_KEY + " grants");
    }
  }

  ListGrantsResponse list(ListGrantsRequest in, Call call) {
    int limit = Markers.limit(in.limit(), LISTED, MAX_LISTED);
    String after = Markers.read(in.marker());
    KmsKey key = kms.findById(in.keyId(), call);
    if (in.grantId() != null) {
      Grant grant = kms.read(reader -> kms.grants().find(reader, key.place(), in.grantId()));
      if (grant == null) {
        throw noSuchGrant(in.grantId());
      }
      boolean its = in.granteePrincipal() == null || in.granteePrincipal().equals(grant.grantee());
      return page(its ? List.of(grant) : List.of(), limit, true);
    }
    List<Grant> found =
        kms.read(
            reader -> {
              List<Grant> grants = new ArrayList<>();
              for (Table.Row<Grant> row : kms.grants().of(reader, key, after)) {
                boolean its =
                    in.granteePrincipal() == null
                        || in.granteePrincipal().equals(row.value().grantee());
                if (its) {
                  grants.add(row.value());
                }
                if (grants.size() > limit) {
                  break;
                }
              }
              return grants;
            });
    return page(found, limit, true);
  }

  ListGrantsResponse listRetirable(ListRetirableGrantsRequest in, Call call) {
    int limit = Markers.limit(in.limit(), LISTED, MAX_LISTED);
    String after = Markers.read(in.marker());
    checkPrincipal(in.retiringPrincipal());
    Arn arn = Arn.parse(in.retiringPrincipal());
    String accountId = arn == null ? call.accountId() : arn.account();
    if (!accountId.equals(call.accountId())) {
      throw KmsErrors.notAcrossAccounts(call, in.retiringPrincipal());
    }
    List<Grant> found =
        kms.read(
            reader -> {
              List<Grant> grants = new ArrayList<>();
              for (Table.Row<KmsTables.Mark> row :
                  kms.grants()
                      .retirable(
                          reader, accountId, call.region().name(), in.retiringPrincipal(), after)) {
                Grant grant = kms.grants().retirable(reader, row);
                if (grant != null) {
                  grants.add(grant);
                }
                if (grants.size() > limit) {
                  break;
                }
              }
              return grants;
            });
    return page(found, limit, false);
  }

  /**
   * A page of what was found.
   *
   * @param ofKey whether the grants are of one key, where their ids tell them apart
   */
  private static ListGrantsResponse page(List<Grant> found, int limit, boolean ofKey) {
    boolean more = found.size() > limit;
    List<GrantListEntry> listed = new ArrayList<>();
    for (Grant grant : more ? found.subList(0, limit) : found) {
      listed.add(entry(grant));
    }
    Grant last = more ? found.get(limit - 1) : null;
    return new ListGrantsResponse()
        .grants(listed)
        .nextMarker(more ? Markers.write(ofKey ? last.id() : GrantTable.place(last)) : null)
        .truncated(more);
  }

  private static GrantListEntry entry(Grant grant) {
    GrantListEntry entry =
        new GrantListEntry()
            .keyId(KmsKey.arn(grant.accountId(), grant.region(), grant.keyId()))
            .grantId(grant.id())
            .name(grant.name() == null ? "" : grant.name())
            .creationDate(grant.createdAt())
            .granteePrincipal(grant.grantee())
            .retiringPrincipal(grant.retiring())
            .issuingAccount(grant.issuer())
            .operations(grant.operations());
    if (grant.isConstrained()) {
      entry.constraints(
          new GrantConstraints()
              .encryptionContextEquals(grant.contextEquals())
              .encryptionContextSubset(grant.contextSubset()));
    }
    return entry;
  }

  Unit revoke(RevokeGrantRequest in, Call call) {
    KmsKey key = kms.findById(in.keyId(), call);
    end(key.place(), in.grantId(), in.dryRun());
    return KmsWorld.done(call);
  }

  Unit retire(RetireGrantRequest in, Call call) {
    boolean byToken = in.grantToken() != null;
    boolean byId = in.keyId() != null && in.grantId() != null;
    if (byToken == byId || (byToken && (in.keyId() != null || in.grantId() != null))) {
      throw KmsErrors.validation("Must specify either a grant token or a key ARN and a grant ID.");
    }
    if (byToken) {
      GrantTokens token = GrantTokens.read(in.grantToken());
      if (token == null) {
        throw GrantTokens.invalid();
      }
      end(token.keyPlace(), token.grantId(), in.dryRun());
    } else {
      end(kms.findById(in.keyId(), call).place(), in.grantId(), in.dryRun());
    }
    return KmsWorld.done(call);
  }

  private void end(Key keyPlace, String grantId, Boolean dryRun) {
    Grant grant = kms.read(reader -> kms.grants().find(reader, keyPlace, grantId));
    if (grant == null) {
      throw noSuchGrant(grantId);
    }
    KmsWorld.endDryRun(dryRun);
    kms.write(
        transaction -> {
          if (kms.grants().find(transaction, keyPlace, grantId) == null) {
            throw noSuchGrant(grantId);
          }
          kms.grants().delete(transaction, grant);
          return null;
        });
  }

  private static AwsException noSuchGrant(String grantId) {
    return KmsErrors.notFound("Grant ID " + grantId + " not found");
  }
}
