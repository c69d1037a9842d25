package io.nephele.services.sns;

import io.nephele.api.sns.CreatePlatformApplicationInput;
import io.nephele.api.sns.CreatePlatformApplicationResponse;
import io.nephele.api.sns.DeletePlatformApplicationInput;
import io.nephele.api.sns.GetPlatformApplicationAttributesInput;
import io.nephele.api.sns.GetPlatformApplicationAttributesResponse;
import io.nephele.api.sns.ListPlatformApplicationsInput;
import io.nephele.api.sns.ListPlatformApplicationsResponse;
import io.nephele.api.sns.PlatformApplication;
import io.nephele.api.sns.SetPlatformApplicationAttributesInput;
import io.nephele.core.call.Call;
import io.nephele.model.Unit;
import io.nephele.services.sns.Platform.Application;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The operations on platform applications. Their credentials are kept but never checked. */
final class PlatformApplications {
  private static final int PAGE = 100;
  private static final int LONGEST_NAME = 256;
  private static final Set<String> PLATFORMS =
      Set.of(
          "ADM",
          "APNS",
          "APNS_SANDBOX",
          "APNS_VOIP",
          "APNS_VOIP_SANDBOX",
          "BAIDU",
          "FCM",
          "GCM",
          "MACOS",
          "MACOS_SANDBOX",
          "MPNS",
          "WNS");
  private static final String CREDENTIAL = "PlatformCredential";
  private static final Set<String> CREDENTIALS =
      Set.of(CREDENTIAL, "PlatformPrincipal", "ApplePlatformTeamID", "ApplePlatformBundleID");

  private final SnsWorld sns;
  private final PlatformTable platforms;

  PlatformApplications(SnsWorld sns, PlatformTable platforms) {
    this.sns = sns;
    this.platforms = platforms;
  }

  CreatePlatformApplicationResponse create(CreatePlatformApplicationInput in, Call call) {
    checkName(in.name());
    if (!PLATFORMS.contains(in.platform())) {
      throw SnsErrors.invalid("Platform", in.platform() + " is not supported");
    }
    in.attributes().forEach(PlatformApplications::check);
    String credential = in.attributes().get(CREDENTIAL);
    if (credential == null || credential.isEmpty()) {
      throw SnsErrors.invalid("Attributes", "Platform credential is required");
    }
    PlatformArns arn =
        new PlatformArns(
            call.partition(),
            call.region().name(),
            call.accountId(),
            in.platform(),
            in.name(),
            null);
    Application made = with(new Application(arn.arn(), Map.of(), enabled()), in.attributes());
    sns.world()
        .store()
        .write(
            transaction -> {
              platforms.put(transaction, arn, made);
              return null;
            });
    return new CreatePlatformApplicationResponse().platformApplicationArn(arn.arn());
  }

  private static Map<String, String> enabled() {
    return Map.of(Platform.ENABLED, "true");
  }

  private static Application with(Application known, Map<String, String> given) {
    Map<String, String> credentials = new LinkedHashMap<>(known.credentials());
    Map<String, String> attributes = new LinkedHashMap<>(known.attributes());
    given.forEach(
        (name, value) -> {
          if (CREDENTIALS.contains(name)) {
            credentials.put(name, value);
          } else {
            attributes.put(name, value.toLowerCase(Locale.ROOT));
          }
        });
    return new Application(known.arn(), credentials, attributes);
  }

  private static void check(String name, String value) {
    if (CREDENTIALS.contains(name)) {
      return;
    }
    if (name.equals(Platform.ENABLED)) {
      if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
        throw SnsErrors.invalid("Attributes", "Enabled: must be true or false");
      }
      return;
    }
    if (name.startsWith("Event") || name.contains("Feedback")) {
      throw SnsErrors.invalid(
          "Attributes", name + ": Nephele tells nobody of what happens to mobile messages");
    }
    throw SnsErrors.invalid("Attributes", "Unknown attribute: " + name);
  }

  private static void checkName(String name) {
    boolean good = !name.isEmpty() && name.length() <= LONGEST_NAME;
    for (int i = 0; good && i < name.length(); i++) {
      char c = name.charAt(i);
      good = Names.isCharacter(c) || c == '.';
    }
    if (!good) {
      throw SnsErrors.invalid("Name", "an application name has 1 to 256 of a-z A-Z 0-9 _ - .");
    }
  }

  /** The ARN of an application in a parameter. */
  static PlatformArns require(String text) {
    PlatformArns arn = PlatformArns.find(text);
    if (arn == null || arn.endpointId() != null) {
      throw SnsErrors.invalid("PlatformApplicationArn", TopicAddress.reason(text));
    }
    return arn;
  }

  /** Deleting what is not there is no error. */
  Unit delete(DeletePlatformApplicationInput in, Call call) {
    PlatformArns arn = require(in.platformApplicationArn());
    sns.world()
        .store()
        .write(
            transaction -> {
              platforms.delete(transaction, arn);
              return null;
            });
    return SnsWorld.done(call);
  }

  GetPlatformApplicationAttributesResponse attributes(
      GetPlatformApplicationAttributesInput in, Call call) {
    PlatformArns arn = require(in.platformApplicationArn());
    Application application = sns.read(reader -> platforms.require(reader, arn));
    return new GetPlatformApplicationAttributesResponse().attributes(application.attributes());
  }

  Unit setAttributes(SetPlatformApplicationAttributesInput in, Call call) {
    PlatformArns arn = require(in.platformApplicationArn());
    in.attributes().forEach(PlatformApplications::check);
    sns.world()
        .store()
        .write(
            transaction -> {
              Application known = platforms.require(transaction, arn);
              platforms.put(transaction, arn, with(known, in.attributes()));
              return null;
            });
    return SnsWorld.done(call);
  }

  ListPlatformApplicationsResponse list(ListPlatformApplicationsInput in, Call call) {
    String after = PageTokens.read(in.nextToken());
    List<Application> found =
        sns.read(
            reader ->
                platforms.applications(
                    reader, call.accountId(), call.region().name(), after, PAGE + 1));
    boolean more = found.size() > PAGE;
    List<PlatformApplication> page = new ArrayList<>();
    for (Application each : more ? found.subList(0, PAGE) : found) {
      page.add(
          new PlatformApplication()
              .platformApplicationArn(each.arn())
              .attributes(each.attributes()));
    }
    return new ListPlatformApplicationsResponse()
        .platformApplications(page)
        .nextToken(more ? PageTokens.write(found.get(PAGE - 1).arn()) : null);
  }
}
