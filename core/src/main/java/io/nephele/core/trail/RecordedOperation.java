package io.nephele.core.trail;

import java.util.Set;

/**
 * How the calls of an operation are recorded.
 *
 * @param eventName the name of its events
 * @param readOnly whether it changes nothing, as CloudTrail sees it
 * @param showsResult whether events of calls that succeeded show what was answered
 * @param global whether its service is global, so that its events belong to one region
 * @param resourceType of data events the type of the resources they are about, else null
 * @param members of data events the names of the members that are shown, else null
 */
record RecordedOperation(
    Kind kind,
    String eventName,
    boolean readOnly,
    boolean showsResult,
    boolean global,
    String resourceType,
    Set<String> members) {

  /** What CloudTrail does with an operation's calls. */
  enum Kind {
    MANAGEMENT,
    DATA,
    NEVER
  }
}
