package io.nephele.identity.policies;

import io.nephele.policy.MalformedPolicyException;
import io.nephele.policy.PolicyDocument;
import io.nephele.policy.PolicyKind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compiled policy documents by their text, so that one that many identities share, or that is used
 * again and again, is parsed once.
 */
public final class PolicyDocuments {
  private static final int MOST = 4096;

  private final Map<Source, PolicyDocument> compiled = new ConcurrentHashMap<>();

  private record Source(PolicyKind kind, String text) {}

  /** The document of a text that was checked when it was stored. */
  public PolicyDocument of(PolicyKind kind, String text) {
    Source source = new Source(kind, text);
    PolicyDocument known = compiled.get(source);
    if (known != null) {
      return known;
    }
    PolicyDocument document = parse(kind, text);
    if (compiled.size() >= MOST) {
      compiled.clear();
    }
    compiled.put(source, document);
    return document;
  }

  /** A stored document that this version refuses allows nothing. */
  private static PolicyDocument parse(PolicyKind kind, String text) {
    try {
      return PolicyDocument.parse(text, kind);
    } catch (MalformedPolicyException e) {
      return new PolicyDocument(kind, PolicyDocument.VERSION_2012, null, List.of());
    }
  }
}
