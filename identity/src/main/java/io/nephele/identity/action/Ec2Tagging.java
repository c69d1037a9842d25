package io.nephele.identity.action;

import io.nephele.model.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * EC2's tagging of resources of any types, which their ids tell: {@code vol-...} is a volume. What
 * each id begins with is in {@code ec2-ids.tsv}; an id that begins with anything else stands for
 * any resource.
 */
final class Ec2Tagging implements Requirement {
  private final String action;
  private final MemberPath ids;
  private final ServiceActions reference;
  private final TagOnCreate.KeySourcesOfType sources;
  private final Map<String, String> types = new HashMap<>();
  private final Map<String, KeySources> known = new ConcurrentHashMap<>();
  private final KeySources ofAny;

  Ec2Tagging(Operation operation, ServiceActions reference, TagOnCreate.KeySourcesOfType sources) {
    this.action = "ec2:" + operation.name();
    this.ids = MemberPath.of(operation.input(), "Resources");
    this.reference = reference;
    this.sources = sources;
    this.ofAny = sources.of(null);
    String[] rows = ActionResources.text("ec2-ids.tsv").split("\n");
    for (int i = 1; i < rows.length; i++) {
      int tab = rows[i].indexOf('\t');
      types.put(rows[i].substring(0, tab), rows[i].substring(tab + 1));
    }
  }

  /** The types that ids tell, by what the ids begin with. */
  Map<String, String> types() {
    return Map.copyOf(types);
  }

  @Override
  public void add(CallContext context, List<ActionRequest> requests) {
    for (String id : ids.values(context.request())) {
      String type = types.get(id.substring(0, Math.max(id.lastIndexOf('-'), 0)));
      String arn = type == null ? "*" : arn(context, type, id);
      KeySources keys = type == null ? ofAny : known.computeIfAbsent(type, sources::of);
      requests.add(new ActionRequest(action, arn, new RequestKeys(keys, context, arn)));
    }
  }

  private String arn(CallContext context, String type, String id) {
    ArnTemplate template =
        ArnTemplate.of(reference.resourceTypes().get(type).arnPatterns().getFirst());
    String[] values = new String[template.size()];
    for (int i = 0; i < values.length; i++) {
      String common = context.common(template.variable(i));
      values[i] = common == null ? id : common;
    }
    return template.fill(values);
  }
}
