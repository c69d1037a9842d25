package io.nephele.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Laws that hold whatever the policies are, on many generated ones. */
class PolicyLawsTest {
  private static final int ROUNDS = 3_000;
  private static final List<String> ACTIONS =
      List.of("sqs:SendMessage", "sqs:Send*", "sqs:*", "*", "s3:GetObject", "sqs:ReceiveMessage");
  private static final List<String> RESOURCES =
      List.of("*", Policies.QUEUE, "arn:aws:sqs:*:111122223333:*", "arn:aws:s3:::b/*");
  private static final List<Principal> CALLERS =
      List.of(
          Policies.ROOT,
          Policies.ALICE,
          Policies.SESSION,
          Policies.FEDERATED,
          Policies.STRANGER,
          Principal.anonymous(),
          Principal.service("sns.amazonaws.com"));

  private final Random random = new Random(20261121);

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String condition() {
    return switch (random.nextInt(4)) {
      case 0 -> ",'Condition':{'StringEquals':{'aws:username':'alice'}}";
      case 1 -> ",'Condition':{'Bool':{'aws:SecureTransport':false}}";
      default -> "";
    };
  }

  private String principal() {
    Principal named = pick(CALLERS);
    return switch (random.nextInt(4)) {
      case 0 -> "'*'";
      case 1 -> "{'Service':'sns.amazonaws.com'}";
      case 2 -> "{'AWS':'" + (named.account() == null ? "*" : named.account()) + "'}";
      default -> "{'AWS':'" + (named.account() == null ? "*" : named.entityArn()) + "'}";
    };
  }

  private AttachedPolicy random(PolicyKind kind, String effect) {
    String who = kind == PolicyKind.RESOURCE ? "'Principal':" + principal() + "," : "";
    String not = random.nextInt(6) == 0 ? "Not" : "";
    String statement =
        "{'Effect':'%s',%s'%sAction':'%s','Resource':'%s'%s}"
            .formatted(effect, who, not, pick(ACTIONS), pick(RESOURCES), condition());
    return Policies.policy(kind, statement);
  }

  private AttachedPolicy random(PolicyKind kind) {
    return random(kind, random.nextInt(4) == 0 ? "Deny" : "Allow");
  }

  private PolicySet.Builder policies() {
    PolicySet.Builder set = PolicySet.builder();
    for (int i = random.nextInt(3); i > 0; i--) {
      set.identity(random(PolicyKind.IDENTITY));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      set.resource(random(PolicyKind.RESOURCE));
    }
    if (random.nextInt(3) == 0) {
      set.boundary(random(PolicyKind.BOUNDARY));
    }
    if (random.nextInt(3) == 0) {
      set.session(random(PolicyKind.SESSION));
    }
    if (random.nextInt(4) == 0) {
      set.scpLevel(List.of(random(PolicyKind.SCP), Policies.control(PolicyKind.SCP, "Allow", "*")));
    }
    return set;
  }

  private RequestContext request() {
    RequestContext.Builder request =
        Policies.send(pick(CALLERS))
            .keys(ConditionKeys.builder().put("aws:username", "alice").build());
    return (random.nextInt(5) == 0 ? request.resourcePolicyRequired() : request).build();
  }

  private static Decision.Outcome decide(RequestContext request, PolicySet policies) {
    return PolicyEvaluator.evaluate(request, policies).outcome();
  }

  @Test
  void anExplicitDenyAlwaysWins() {
    AttachedPolicy identity = Policies.identity("Deny", "sqs:SendMessage", "*");
    AttachedPolicy resource = Policies.onResource("Deny", "'*'", "*");
    for (int i = 0; i < ROUNDS; i++) {
      PolicySet.Builder policies = policies();
      switch (random.nextInt(5)) {
        case 0 -> policies.identity(identity);
        case 1 -> policies.boundary(identity);
        case 2 -> policies.session(identity);
        case 3 -> policies.scpLevel(List.of(Policies.control(PolicyKind.SCP, "Deny", "sqs:*")));
        default -> policies.resource(resource);
      }
      assertThat(decide(request(), policies.build())).isEqualTo(Decision.Outcome.EXPLICIT_DENY);
    }
  }

  @Test
  void addingAnAllowNeverTurnsAllowIntoDeny() {
    int allowed = 0;
    for (int i = 0; i < ROUNDS; i++) {
      PolicySet.Builder policies = policies();
      RequestContext request = request();
      Decision.Outcome before = decide(request, policies.build());
      PolicySet more =
          random.nextBoolean()
              ? policies.identity(random(PolicyKind.IDENTITY, "Allow")).build()
              : policies.resource(random(PolicyKind.RESOURCE, "Allow")).build();
      if (before == Decision.Outcome.ALLOWED) {
        allowed++;
        assertThat(decide(request, more)).isEqualTo(Decision.Outcome.ALLOWED);
      }
    }
    assertThat(allowed).isGreaterThan(ROUNDS / 20);
  }

  @Test
  void addingADenyNeverTurnsDenyIntoAllow() {
    for (int i = 0; i < ROUNDS; i++) {
      PolicySet.Builder policies = policies();
      RequestContext request = request();
      boolean before = decide(request, policies.build()) == Decision.Outcome.ALLOWED;
      PolicySet more = policies.identity(random(PolicyKind.IDENTITY, "Deny")).build();
      boolean after = decide(request, more) == Decision.Outcome.ALLOWED;
      assertThat(after && !before).isFalse();
    }
  }

  @Test
  void boundariesSessionAndControlPoliciesNeverGrant() {
    AttachedPolicy all = Policies.identity("Allow", "*", "*");
    for (int i = 0; i < ROUNDS; i++) {
      // A federated user without session policies is the one case in which giving some adds rights.
      PolicySet.Builder policies = policies().session(random(PolicyKind.SESSION));
      RequestContext request = request();
      PolicySet before = policies.build();
      if (decide(request, before) != Decision.Outcome.ALLOWED) {
        PolicySet.Builder limited =
            PolicySet.builder().scpLevel(List.of(Policies.control(PolicyKind.SCP, "Allow", "*")));
        before.identityPolicies().forEach(limited::identity);
        before.resourcePolicies().forEach(limited::resource);
        before.serviceControlPolicies().forEach(limited::scpLevel);
        before.sessionPolicies().forEach(limited::session);
        limited.boundary(before.boundary() == null ? all : before.boundary());
        assertThat(decide(request, limited.build())).isNotEqualTo(Decision.Outcome.ALLOWED);
      }
    }
  }

  @Test
  void actionsIgnoreCaseAndWildcardsOnlyWiden() {
    for (int i = 0; i < ROUNDS; i++) {
      String action = pick(List.of("sqs:SendMessage", "sqs:SendMessageBatch", "s3:GetObject"));
      String pattern = mangle(action);
      ActionElement exact = new ActionElement(List.of(pattern), false);
      boolean matches = exact.matches(action.toLowerCase(Locale.ROOT));
      ActionElement upper = new ActionElement(List.of(pattern.toUpperCase(Locale.ROOT)), false);
      assertThat(upper.matches(action.toLowerCase(Locale.ROOT))).isEqualTo(matches);
      ActionElement not = new ActionElement(List.of(pattern), true);
      assertThat(not.matches(action.toLowerCase(Locale.ROOT))).isEqualTo(!matches);
      if (matches) {
        int at = random.nextInt(pattern.length() + 1);
        String wider = pattern.substring(0, at) + "*" + pattern.substring(at);
        assertThat(
                new ActionElement(List.of(wider), false).matches(action.toLowerCase(Locale.ROOT)))
            .as("%s widened from %s", wider, pattern)
            .isTrue();
      }
    }
  }

  private String mangle(String action) {
    StringBuilder pattern = new StringBuilder(action);
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(pattern.length());
      switch (random.nextInt(4)) {
        case 0 -> pattern.setCharAt(at, '?');
        case 1 -> pattern.setCharAt(at, 'x');
        default -> pattern.replace(at, Math.min(pattern.length(), at + random.nextInt(5)), "*");
      }
    }
    return pattern.toString();
  }

  @Test
  void globsAgreeWithAPlainDefinition() {
    for (int i = 0; i < 20_000; i++) {
      String pattern = word("ab*?", 7);
      String text = word("ab", 8);
      assertThat(Glob.of(pattern).matches(text))
          .as("%s ~ %s", pattern, text)
          .isEqualTo(matches(pattern, text));
      assertThat(Glob.of(pattern).matches("b" + text + "a", 1, 1 + text.length()))
          .isEqualTo(matches(pattern, text));
    }
  }

  private String word(String letters, int most) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  private static boolean matches(String pattern, String text) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    if (pattern.charAt(0) == '*') {
      return matches(pattern.substring(1), text)
          || (!text.isEmpty() && matches(pattern, text.substring(1)));
    }
    return !text.isEmpty()
        && (pattern.charAt(0) == '?' || pattern.charAt(0) == text.charAt(0))
        && matches(pattern.substring(1), text.substring(1));
  }
}
