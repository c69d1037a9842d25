package io.nephele.identity.authorization;

import io.nephele.core.call.Call;
import io.nephele.core.identity.Session;
import io.nephele.identity.action.ActionRequest;
import io.nephele.policy.ConditionKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a session hands on to the next role of a chain: its source identity and its transitive tags.
 * They are set anew for that role's session, which the role has to allow, whether or not the
 * request says them.
 */
final class ChainedSession {
  private static final String ASSUME = "sts:AssumeRole";
  private static final String TAG = "sts:TagSession";
  private static final String SET_IDENTITY = "sts:SetSourceIdentity";
  private static final String REQUEST_TAG = "aws:requesttag/";

  private ChainedSession() {}

  /** The actions of a call, with those for what its session hands on. */
  static List<ActionRequest> with(List<ActionRequest> actions, Call call) {
    Session session = call.principal().session();
    if (session == null
        || session.sourceIdentity() == null && session.transitiveTagKeys().isEmpty()
        || !actions.getFirst().action().equals(ASSUME)) {
      return actions;
    }
    ActionRequest assume = actions.getFirst();
    List<ActionRequest> all = new ArrayList<>(actions);
    if (session.sourceIdentity() != null && !has(actions, SET_IDENTITY)) {
      all.add(new ActionRequest(SET_IDENTITY, assume.resource(), keys(assume, session)));
    }
    if (!session.transitiveTagKeys().isEmpty() && !has(actions, TAG)) {
      all.add(new ActionRequest(TAG, assume.resource(), keys(assume, session)));
    }
    return all;
  }

  private static boolean has(List<ActionRequest> actions, String action) {
    for (ActionRequest request : actions) {
      if (request.action().equals(action)) {
        return true;
      }
    }
    return false;
  }

  /** The keys of the request, with what the session hands on where the request says nothing. */
  private static ConditionKeys keys(ActionRequest assume, Session session) {
    return name -> {
      List<String> values = assume.keys().values(name);
      return values.isEmpty() ? handedOn(name, session) : values;
    };
  }

  private static List<String> handedOn(String name, Session session) {
    if (name.startsWith(REQUEST_TAG)) {
      String wanted = name.substring(REQUEST_TAG.length());
      for (String key : session.transitiveTagKeys()) {
        if (key.toLowerCase(Locale.ROOT).equals(wanted)) {
          return List.of(session.tags().get(key));
        }
      }
      return List.of();
    }
    return switch (name) {
      case "sts:sourceidentity" ->
          session.sourceIdentity() == null ? List.of() : List.of(session.sourceIdentity());
      case "aws:tagkeys", "sts:transitivetagkeys" -> List.copyOf(session.transitiveTagKeys());
      default -> List.of();
    };
  }
}
