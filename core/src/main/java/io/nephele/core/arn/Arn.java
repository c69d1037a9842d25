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
    int service = text.indexOf(':', 4) + 1;
    int region = service == 0 ? 0 : text.indexOf(':', service) + 1;
    int account = region == 0 ? 0 : text.indexOf(':', region) + 1;
    int resource = account == 0 ? 0 : text.indexOf(':', account) + 1;
    if (resource == 0 || service == 5 || region == service + 1 || resource == text.length()) {
      return null;
    }
    return new Arn(
        text.substring(4, service - 1),
        text.substring(service, region - 1),
        text.substring(region, account - 1),
        text.substring(account, resource - 1),
        text.substring(resource));
  }

  @Override
  public String toString() {
    return "arn:" + partition + ':' + service + ':' + region + ':' + account + ':' + resource;
  }
}
