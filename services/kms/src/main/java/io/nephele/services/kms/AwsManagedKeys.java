package io.nephele.services.kms;

import io.nephele.api.kms.KeyManagerType;
import io.nephele.api.kms.KeyUsageType;
import io.nephele.api.kms.OriginType;
import io.nephele.core.call.Call;
import io.nephele.core.identity.Principal;
import io.nephele.core.json.JsonText;
import io.nephele.core.store.Key;
import io.nephele.core.store.LockKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that AWS manages, {@code alias/aws/s3} and so on: made when a service first uses its key
 * for somebody of an account and region, or when somebody asks to have it described.
 */
final class AwsManagedKeys {
  private static final String SERVICE_SUFFIX = ".amazonaws.com";
  private static final List<String> USE =
      List.of(
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncrypt*",
          "kms:GenerateDataKey*",
          "kms:DescribeKey");
  private static final List<String> LOOK = List.of("kms:Describe*", "kms:Get*", "kms:List*");

  private final KmsWorld kms;
  private volatile Map<String, Form> forms;

  /** What the key of a service is like: a line of the table. */
  private record Form(
      String service,
      String hostLabel,
      String policyId,
      String title,
      String purpose,
      List<String> furtherUse,
      List<String> furtherLook) {}

  AwsManagedKeys(KmsWorld kms) {
    this.kms = kms;
  }

  /**
   * The key of an alias that is not there yet, made now if the call is one by which it comes to be;
   * else null.
   */
  KmsKey onFirstUse(KeyName name, Call call) {
    if (!name.alias().startsWith(Aliases.AWS_PREFIX)
        || !name.accountId().equals(call.accountId())) {
      return null;
    }
    Form form = forms().get(name.alias().substring(Aliases.AWS_PREFIX.length()));
    if (form == null || !(call.operation().name().equals("DescribeKey") || isBy(form, call))) {
      return null;
    }
    NewKey made = make(form, call);
    Key place = Key.of(name.accountId()).with(name.region()).with(name.alias());
    return kms.world()
        .store()
        .write(
            new LockKey(place),
            transaction -> {
              KmsKey meanwhile = name.find(transaction, kms.tables());
              if (meanwhile != null) {
                return meanwhile;
              }
              made.put(transaction, kms.tables());
              kms.tables()
                  .put(
                      transaction,
                      new Alias(
                          name.accountId(),
                          name.region(),
                          name.alias(),
                          made.key().id(),
                          call.time(),
                          call.time()));
              Rotations.schedule(transaction, made.key(), kms.world().timers());
              return made.key();
            });
  }

  /** Whether the service whose key it is makes the call, for itself or for the caller. */
  private static boolean isBy(Form form, Call call) {
    String principal = form.hostLabel + SERVICE_SUFFIX;
    if (call.principal().type() == Principal.Type.SERVICE) {
      return call.principal().arn().equals(principal);
    }
    List<String> via = call.origin().calledVia();
    return !via.isEmpty() && via.getLast().equals(principal);
  }

  private NewKey make(Form form, Call call) {
    KmsKey key =
        new KmsKey(
            call.accountId(),
            call.region().name(),
            kms.ids().uuid().toString(),
            KeyMaterialSpec.SYMMETRIC_DEFAULT,
            KeyUsageType.ENCRYPT_DECRYPT,
            OriginType.AWS_KMS,
            KeyManagerType.AWS,
            "Default key that protects my " + form.purpose + " when no other key is defined",
            call.time(),
            true,
            null,
            Rotations.yearly(call.time()),
            null,
            null,
            false,
            Map.of());
    return NewKey.of(key, KeyPolicy.parse(policy(form, call)), kms, call.time());
  }

  private static String policy(Form form, Call call) {
    Map<String, Object> via = new LinkedHashMap<>();
    via.put("kms:CallerAccount", call.accountId());
    via.put("kms:ViaService", ViaService.of(form.hostLabel, call));
    Map<String, Object> use = new LinkedHashMap<>();
    use.put(
        "Sid",
        "Allow access through "
            + form.title
            + " for all principals in the account that are authorized to use "
            + form.title);
    use.put("Effect", "Allow");
    use.put("Principal", Map.of("AWS", "*"));
    use.put("Action", joined(USE, form.furtherUse));
    use.put("Resource", "*");
    use.put("Condition", Map.of("StringEquals", via));
    Map<String, Object> look = new LinkedHashMap<>();
    look.put("Sid", "Allow direct access to key metadata to the account");
    look.put("Effect", "Allow");
    look.put(
        "Principal",
        Map.of("AWS", "arn:" + call.partition() + ":iam::" + call.accountId() + ":root"));
    look.put("Action", joined(LOOK, form.furtherLook));
    look.put("Resource", "*");
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", "2012-10-17");
    policy.put("Id", form.policyId);
    policy.put("Statement", List.of(use, look));
    return JsonText.write(policy);
  }

  private static List<String> joined(List<String> usual, List<String> further) {
    List<String> all = new ArrayList<>(usual);
    all.addAll(further);
    return all;
  }

  private Map<String, Form> forms() {
    Map<String, Form> read = forms;
    if (read == null) {
      read = readForms();
      forms = read;
    }
    return read;
  }

  private static Map<String, Form> readForms() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                AwsManagedKeys.class.getResourceAsStream("aws-managed-keys.tsv"),
                StandardCharsets.UTF_8))) {
      Map<String, Form> forms = new LinkedHashMap<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          String[] c = line.split("\t", -1);
          forms.put(c[0], new Form(c[0], c[1], c[2], c[3], c[4], texts(c[5]), texts(c[6])));
        }
      }
      return forms;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(String column) {
    return column.equals("-") ? List.of() : List.of(column.split(","));
  }
}
