package io.nephele.services.logs.groups;

import java.util.Map;
import java.util.function.UnaryOperator;

/** Resources of the service beside groups that have tags. */
public interface TaggedResources {
  /** There are none. */
  TaggedResources NONE =
      new TaggedResources() {
        @Override
        public boolean has(String arn) {
          return false;
        }

        @Override
        public Map<String, String> tags(String arn) {
          return Map.of();
        }

        @Override
        public void change(String arn, UnaryOperator<Map<String, String>> change) {}
      };

  /** Those of two kinds. */
  static TaggedResources either(TaggedResources first, TaggedResources second) {
    return new TaggedResources() {
      @Override
      public boolean has(String arn) {
        return first.has(arn) || second.has(arn);
      }

      @Override
      public Map<String, String> tags(String arn) {
        return (first.has(arn) ? first : second).tags(arn);
      }

      @Override
      public void change(String arn, UnaryOperator<Map<String, String>> change) {
        (first.has(arn) ? first : second).change(arn, change);
      }
    };
  }

  /** Whether the ARN is that of such a kind of resource, even of one that is not there. */
  boolean has(String arn);

  /**
   * The tags of a resource.
   *
   * @throws io.nephele.model.AwsException if it is not there
   */
  Map<String, String> tags(String arn);

  /**
   * Changes the tags of a resource.
   *
   * @throws io.nephele.model.AwsException if it is not there
   */
  void change(String arn, UnaryOperator<Map<String, String>> change);
}
