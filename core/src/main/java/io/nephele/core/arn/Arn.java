package io.nephele.core.arn;

/**
 * An Amazon Resource Name: {@code arn:partition:service:region:account:resource}.
 *
 * @param partition for example {@code aws}
 * @param service the service's ARN namespace
 * @param region the region, empty for global resources
 * @param account the account id, empty where the resource's name is unique among all
 * @param resource the rest, which may hold colons and slashes
 */
public record Arn(
    String partition, String service, String region, String account, String resource) {

  /**
   * Whether the text is the prefix and six fields of an ARN; what the fields hold is not checked.
   */
  public static boolean isArn(String text) {
    return parse(text) != null;
  }

  /** The ARN that the text is, or null if it is none. */
  public static Arn parse(String text) {
    if (text == null || !text.startsWith("arn:")) {
      return null;
    }
    String[] fields = text.split(":", 6);
    if (fields.length < 6 || fields[1].isEmpty() || fields[2].isEmpty() || fields[5].isEmpty()) {
      return null;
    }
    return new Arn(fields[1], fields[2], fields[3], fields[4], fields[5]);
  }

  @Override
  public String toString() {
    return "arn:" + partition + ':' + service + ':' + region + ':' + account + ':' + resource;
  }
}
