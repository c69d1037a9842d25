package io.nephele.services.sts;

import io.nephele.api.sts.InvalidIdentityTokenException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/** An assertion whose signature was verified, as its parts are read. */
final class SamlAssertion {
  private static final String BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
  private static final String FORMATS = "urn:oasis:names:tc:SAML:2.0:nameid-format:";

  private final Element assertion;
  private final Element confirmation;
  private final Map<String, List<String>> attributes = new LinkedHashMap<>();

  SamlAssertion(Element assertion) {
    this.assertion = assertion;
    Element subject = child(assertion, "Subject");
    Element bearer = child(subject, "SubjectConfirmation");
    if (!BEARER.equals(SamlXml.attribute(bearer, "Method"))) {
      throw invalid("A SAML assertion has to have one bearer SubjectConfirmation");
    }
    this.confirmation = child(bearer, "SubjectConfirmationData");
    if (confirmation == null || SamlXml.attribute(confirmation, "NotBefore") != null) {
      throw invalid("A SAML assertion has to have SubjectConfirmationData");
    }
    readAttributes();
  }

  private void readAttributes() {
    for (Element statement : SamlXml.children(assertion, SamlXml.ASSERTION, "AttributeStatement")) {
      for (Element attribute : SamlXml.children(statement, SamlXml.ASSERTION, "Attribute")) {
        String name = SamlXml.attribute(attribute, "Name");
        if (name != null) {
          List<String> values = attributes.computeIfAbsent(name, any -> new ArrayList<>());
          for (Element value : SamlXml.children(attribute, SamlXml.ASSERTION, "AttributeValue")) {
            values.add(SamlXml.text(value));
          }
        }
      }
    }
  }

  private static Element child(Element parent, String name) {
    return SamlXml.child(parent, SamlXml.ASSERTION, name);
  }

  String issuer() {
    return SamlXml.text(child(assertion, "Issuer"));
  }

  /** The name of the user, which has to be there. */
  String subject() {
    String name = SamlXml.text(nameId());
    if (name == null || name.isEmpty()) {
      throw invalid("A SAML assertion has to have a NameID");
    }
    return name;
  }

  /** The kind of name, of SAML's own without what they all begin with; or null. */
  String subjectType() {
    String format = SamlXml.attribute(nameId(), "Format");
    return format != null && format.startsWith(FORMATS)
        ? format.substring(FORMATS.length())
        : format;
  }

  private Element nameId() {
    return child(child(assertion, "Subject"), "NameID");
  }

  /** The endpoint that the assertion is for, or null. */
  String recipient() {
    return SamlXml.attribute(confirmation, "Recipient");
  }

  /** The end of the time in which it can be shown. */
  Instant confirmationEnd() {
    Instant end = time(confirmation, "NotOnOrAfter");
    if (end == null) {
      throw invalid("SubjectConfirmationData has to have NotOnOrAfter");
    }
    return end;
  }

  Instant issuedAt() {
    Instant issued = time(assertion, "IssueInstant");
    if (issued == null) {
      throw invalid("A SAML assertion has to have an IssueInstant");
    }
    return issued;
  }

  /** The beginning of its validity, or null. */
  Instant validFrom() {
    return time(child(assertion, "Conditions"), "NotBefore");
  }

  /** The end of its validity, or null. */
  Instant validUntil() {
    return time(child(assertion, "Conditions"), "NotOnOrAfter");
  }

  /** When the user's session at the provider ends, or null. */
  Instant sessionEnd() {
    return time(child(assertion, "AuthnStatement"), "SessionNotOnOrAfter");
  }

  /** The audiences of each restriction, all of which have to hold. */
  List<List<String>> audiences() {
    List<List<String>> restrictions = new ArrayList<>();
    Element conditions = child(assertion, "Conditions");
    if (conditions != null) {
      for (Element restriction :
          SamlXml.children(conditions, SamlXml.ASSERTION, "AudienceRestriction")) {
        List<String> audiences = new ArrayList<>();
        for (Element audience : SamlXml.children(restriction, SamlXml.ASSERTION, "Audience")) {
          audiences.add(SamlXml.text(audience));
        }
        restrictions.add(audiences);
      }
    }
    return restrictions;
  }

  /** All attributes by name. */
  Map<String, List<String>> attributes() {
    return attributes;
  }

  /** The values of an attribute, empty if it is not there. */
  List<String> attribute(String name) {
    return attributes.getOrDefault(name, List.of());
  }

  /** The one value of an attribute, or null if it has none or several. */
  String single(String name) {
    List<String> values = attribute(name);
    return values.size() == 1 ? values.getFirst() : null;
  }

  private static Instant time(Element element, String name) {
    String text = SamlXml.attribute(element, name);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw invalid(name + " is not a time in UTC");
    }
  }

  private static RuntimeException invalid(String message) {
    return new InvalidIdentityTokenException(message);
  }
}
