package io.nephele.identity.action;

import io.nephele.model.Operation;
import io.nephele.model.Struct;
import java.util.List;

/**
 * What the deletion of several objects needs: for each of them the action on the object, or on one
 * of its versions, and that of passing over its retention if the request asks for that. Who may not
 * delete one of them is told so of that one.
 */
final class S3DeleteObjects implements Requirement {
  /** The sources of the condition keys of an action on an object. */
  @FunctionalInterface
  interface KeySourcesOfAction {
    KeySources of(String action);
  }

  private static final String DELETE = "s3:DeleteObject";
  private static final String DELETE_VERSION = "s3:DeleteObjectVersion";
  private static final String BYPASS = "s3:BypassGovernanceRetention";

  private final MemberPath bucket;
  private final MemberPath objects;
  private final MemberPath bypass;
  private final KeySources deleteKeys;
  private final KeySources deleteVersionKeys;
  private final KeySources bypassKeys;

  S3DeleteObjects(Operation operation, KeySourcesOfAction keys) {
    this.bucket = MemberPath.of(operation.input(), "Bucket");
    this.objects = MemberPath.of(operation.input(), "Delete.Objects");
    this.bypass = MemberPath.of(operation.input(), "BypassGovernanceRetention");
    this.deleteKeys = keys.of(DELETE);
    this.deleteVersionKeys = keys.of(DELETE_VERSION);
    this.bypassKeys = keys.of(BYPASS);
  }

  @Override
  public void add(CallContext context, List<ActionRequest> requests) {
    List<String> names = bucket.values(context.request());
    String name = names.isEmpty() ? ArnTemplate.UNKNOWN : names.getFirst();
    String start =
        name.startsWith("arn:")
            ? name + "/object/"
            : "arn:" + context.call().partition() + ":s3:::" + name + "/";
    boolean bypassing = bypass.values(context.request()).contains("true");
    for (Object value : objects.objects(context.request())) {
      if (value instanceof List<?> list) {
        for (Object element : list) {
          Struct object = (Struct) element;
          boolean version = object.get("VersionId") != null;
          String named = start + object.get("Key");
          for (String arn : context.resources().decidedOn(named, context.call())) {
            requests.add(
                version
                    ? request(DELETE_VERSION, arn, deleteVersionKeys, context)
                    : request(DELETE, arn, deleteKeys, context));
            if (bypassing) {
              requests.add(request(BYPASS, arn, bypassKeys, context));
            }
          }
        }
      }
    }
    if (requests.isEmpty()) {
      String unknown = start + ArnTemplate.UNKNOWN;
      requests.add(
          new ActionRequest(DELETE, unknown, new RequestKeys(deleteKeys, context, unknown)));
    }
  }

  private static ActionRequest request(
      String action, String arn, KeySources keys, CallContext context) {
    return new ActionRequest(action, arn, new RequestKeys(keys, context, arn), true);
  }
}
