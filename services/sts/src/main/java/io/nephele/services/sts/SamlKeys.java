package io.nephele.services.sts;

import io.nephele.identity.directory.SamlProvider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The condition keys of SAML federation, from an assertion. */
final class SamlKeys {
  private static final String EDU_PERSON = "urn:oid:1.3.6.1.4.1.5923.1.1.1.";
  private static final String EDU_ORG = "urn:oid:1.3.6.1.4.1.5923.1.2.1.";
  private static final String CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";

  /** Attributes by their names, with the keys they are in policies. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry(EDU_PERSON + "1", "saml:edupersonaffiliation"),
          Map.entry(EDU_PERSON + "2", "saml:edupersonnickname"),
          Map.entry(EDU_PERSON + "3", "saml:edupersonorgdn"),
          Map.entry(EDU_PERSON + "4", "saml:edupersonorgunitdn"),
          Map.entry(EDU_PERSON + "5", "saml:edupersonprimaryaffiliation"),
          Map.entry(EDU_PERSON + "6", "saml:edupersonprincipalname"),
          Map.entry(EDU_PERSON + "7", "saml:edupersonentitlement"),
          Map.entry(EDU_PERSON + "8", "saml:edupersonprimaryorgunitdn"),
          Map.entry(EDU_PERSON + "9", "saml:edupersonscopedaffiliation"),
          Map.entry(EDU_PERSON + "10", "saml:edupersontargetedid"),
          Map.entry(EDU_PERSON + "11", "saml:edupersonassurance"),
          Map.entry(EDU_ORG + "2", "saml:eduorghomepageuri"),
          Map.entry(EDU_ORG + "3", "saml:eduorgidentityauthnpolicyuri"),
          Map.entry(EDU_ORG + "4", "saml:eduorglegalname"),
          Map.entry(EDU_ORG + "5", "saml:eduorgsuperioruri"),
          Map.entry(EDU_ORG + "6", "saml:eduorgwhitepagesuri"),
          Map.entry("urn:oid:2.5.4.3", "saml:cn"),
          Map.entry(CLAIMS + "name", "saml:name"),
          Map.entry("http://schemas.xmlsoap.org/claims/CommonName", "saml:commonName"),
          Map.entry(CLAIMS + "givenname", "saml:givenName"),
          Map.entry(CLAIMS + "surname", "saml:surname"),
          Map.entry(CLAIMS + "emailaddress", "saml:mail"),
          Map.entry(
              "http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid",
              "saml:primaryGroupSID"),
          Map.entry("urn:oid:2.5.4.4", "saml:surname"),
          Map.entry("urn:oid:2.5.4.42", "saml:givenName"),
          Map.entry("urn:oid:2.5.4.45", "saml:x500UniqueIdentifier"),
          Map.entry("urn:oid:0.9.2342.19200300.100.1.1", "saml:uid"),
          Map.entry("urn:oid:0.9.2342.19200300.100.1.3", "saml:mail"),
          Map.entry("urn:oid:0.9.2342.19200300.100.1.45", "saml:organizationStatus"));

  private SamlKeys() {}

  /** All keys of an assertion. */
  static Map<String, List<String>> of(SamlAssertion assertion, SamlProvider provider) {
    Map<String, List<String>> keys = new HashMap<>();
    assertion
        .attributes()
        .forEach(
            (name, values) -> {
              String key = NAMES.get(name);
              if (key != null) {
                keys.put(key, values);
              }
            });
    keys.put("saml:aud", List.of(assertion.recipient()));
    keys.put("saml:iss", List.of(assertion.issuer()));
    keys.put("saml:sub", List.of(assertion.subject()));
    if (assertion.subjectType() != null) {
      keys.put("saml:sub_type", List.of(assertion.subjectType()));
    }
    keys.put("saml:doc", List.of(account(provider) + "/" + provider.name()));
    keys.put("saml:namequalifier", List.of(nameQualifier(assertion, provider)));
    return keys;
  }

  /** Those that last as long as the session: each that has one value. */
  static Map<String, String> lasting(Map<String, List<String>> keys) {
    Map<String, String> lasting = new HashMap<>();
    keys.forEach(
        (key, values) -> {
          if (values.size() == 1) {
            lasting.put(key, values.getFirst());
          }
        });
    return lasting;
  }

  /** What tells a provider's users from those of others. */
  static String nameQualifier(SamlAssertion assertion, SamlProvider provider) {
    String text = assertion.issuer() + account(provider) + "/" + provider.name();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }

  private static String account(SamlProvider provider) {
    return provider.arn().split(":", 6)[4];
  }
}
