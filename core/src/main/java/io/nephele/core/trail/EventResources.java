package io.nephele.core.trail;

import io.nephele.core.call.CallRecord;
import io.nephele.core.text.TabSeparated;
import io.nephele.core.trail.TrailEvent.Resource;
import io.nephele.model.Member;
import io.nephele.model.ShapeType;
import io.nephele.model.Struct;
import io.nephele.policy.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What calls are about: the resources that were decided on, and those whose ARNs were answered,
 * because a resource that is being made has none before.
 */
final class EventResources {
  private static final int MOST = 10;
  private static final int DEPTH = 2;

  private volatile Map<String, String[]> types;

  List<Resource> of(CallRecord record) {
    List<Resource> found = new ArrayList<>(2);
    if (record.authorization() != null) {
      for (Decision decision : record.authorization().decisions()) {
        add(found, decision.resource());
      }
    }
    if (record.result() != null) {
      addAnswered(found, record.result(), DEPTH);
    }
    return found;
  }

  /** The account in an ARN; null where it tells none. */
  static String account(String arn) {
    int start = fieldAfter(arn, 4);
    if (start < 0) {
      return null;
    }
    int end = arn.indexOf(':', start);
    return end - start == 12 ? arn.substring(start, end) : null;
  }

  private void addAnswered(List<Resource> found, Struct struct, int depth) {
    for (Member member : struct.shape().members()) {
      Object value = struct.get(member);
      if (value instanceof String text && isArnName(member.name())) {
        add(found, text);
      } else if (depth > 1 && value instanceof Struct inner && isStructure(member)) {
        addAnswered(found, inner, depth - 1);
      }
    }
  }

  private static boolean isStructure(Member member) {
    return member.target().type() == ShapeType.STRUCTURE;
  }

  private static boolean isArnName(String name) {
    return name.endsWith("Arn") || name.endsWith("ARN") || name.equals("arn");
  }

  private void add(List<Resource> found, String arn) {
    if (arn == null || !arn.startsWith("arn:") || arn.indexOf('*') >= 0 || found.size() == MOST) {
      return;
    }
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).arn().equals(arn)) {
        return;
      }
    }
    Resource resource = resource(arn);
    if (resource != null) {
      found.add(resource);
    }
  }

  private Resource resource(String arn) {
    int serviceAt = fieldAfter(arn, 2);
    int restAt = fieldAfter(arn, 5);
    if (serviceAt < 0 || restAt < 0) {
      return null;
    }
    String service = arn.substring(serviceAt, arn.indexOf(':', serviceAt));
    String rest = arn.substring(restAt);
    int cut = kindEnd(rest);
    String kind = service.equals("s3") ? (cut < 0 ? "-" : "object") : cut < 0 ? "-" : kind(rest);
    String[] type = types().get(service + ":" + kind);
    if (type == null) {
      return null;
    }
    return new Resource(type[2], type[3].equals("arn") ? arn : name(rest), arn);
  }

  private static String kind(String rest) {
    return rest.substring(0, kindEnd(rest));
  }

  private static int kindEnd(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      if (c == '/' || c == ':') {
        return i;
      }
    }
    return -1;
  }

  /** The last part of a path, or all that follows the kind where names have slashes themselves. */
  private static String name(String rest) {
    int kind = kindEnd(rest);
    if (kind < 0) {
      return rest;
    }
    String name = rest.substring(kind + 1);
    return switch (rest.substring(0, kind)) {
      case "log-group" -> name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
      case "parameter" -> name.indexOf('/') >= 0 ? "/" + name : name;
      default -> name.substring(name.lastIndexOf('/') + 1);
    };
  }

  private static int fieldAfter(String arn, int colons) {
    int at = 0;
    for (int i = 0; i < colons; i++) {
      at = arn.indexOf(':', at) + 1;
      if (at == 0) {
        return -1;
      }
    }
    return at;
  }

  private Map<String, String[]> types() {
    Map<String, String[]> read = types;
    if (read == null) {
      read = new HashMap<>();
      for (String[] row : TabSeparated.rows(EventResources.class, "resource-types.tsv", 4)) {
        read.put(row[0] + ":" + row[1], row);
      }
      types = read;
    }
    return read;
  }
}
