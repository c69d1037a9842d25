package io.nephele.services.sns;

import io.nephele.api.sns.CreateEndpointResponse;
import io.nephele.api.sns.CreatePlatformEndpointInput;
import io.nephele.api.sns.DeleteEndpointInput;
import io.nephele.api.sns.GetEndpointAttributesInput;
import io.nephele.api.sns.GetEndpointAttributesResponse;
import io.nephele.api.sns.ListEndpointsByPlatformApplicationInput;
import io.nephele.api.sns.ListEndpointsByPlatformApplicationResponse;
import io.nephele.api.sns.NotFoundException;
import io.nephele.api.sns.SetEndpointAttributesInput;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Unit;
import io.nephele.services.sns.Platform.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The operations on the endpoints of platform applications. */
final class PlatformEndpoints {
  private static final int PAGE = 100;
  private static final int LONGEST_USER_DATA = 2048;
  private static final int LONGEST_TOKEN = 2048;

  private final SnsWorld sns;
  private final PlatformTable platforms;

  PlatformEndpoints(SnsWorld sns, PlatformTable platforms) {
    this.sns = sns;
    this.platforms = platforms;
  }

  CreateEndpointResponse create(CreatePlatformEndpointInput in, Call call) {
    PlatformArns application = PlatformApplications.require(in.platformApplicationArn());
    Map<String, String> given = new LinkedHashMap<>();
    given.put(Platform.ENABLED, "true");
    if (in.attributes() != null) {
      in.attributes().forEach((name, value) -> given.put(name, check(name, value)));
    }
    given.put(Platform.TOKEN, check(Platform.TOKEN, in.token()));
    if (in.customUserData() != null) {
      given.put(Platform.USER_DATA, check(Platform.USER_DATA, in.customUserData()));
    }
    PlatformArns arn = application.withEndpoint(sns.world().ids().uuid().toString());
    String made =
        sns.world()
            .store()
            .write(
                transaction -> {
                  platforms.require(transaction, application);
                  Endpoint known = platforms.ofToken(transaction, application, in.token());
                  if (known == null) {
                    Endpoint endpoint = new Endpoint(arn.arn(), given);
                    platforms.put(transaction, arn, null, endpoint);
                    return endpoint.arn();
                  }
                  if (!known.attributes().equals(given)) {
                    throw SnsErrors.invalid(
                        "Token",
                        "Endpoint "
                            + known.arn()
                            + " already exists with the same Token, but different attributes.");
                  }
                  return known.arn();
                });
    return new CreateEndpointResponse().endpointArn(made);
  }

  private static String check(String name, String value) {
    switch (name) {
      case Platform.ENABLED -> {
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
          return value.toLowerCase(Locale.ROOT);
        }
        throw SnsErrors.invalid("Attributes", "Enabled: must be true or false");
      }
      case Platform.TOKEN -> {
        if (!value.isEmpty() && value.length() <= LONGEST_TOKEN) {
          return value;
        }
        throw SnsErrors.invalid("Token");
      }
      case Platform.USER_DATA -> {
        if (MessageAttributes.utf8Length(value) <= LONGEST_USER_DATA) {
          return value;
        }
        throw SnsErrors.invalid("CustomUserData", "must be at most 2048 bytes");
      }
      default -> throw SnsErrors.invalid("Attributes", "Unknown attribute: " + name);
    }
  }

  private static PlatformArns require(String text) {
    PlatformArns arn = PlatformArns.find(text);
    if (arn == null || arn.endpointId() == null) {
      throw SnsErrors.invalid("EndpointArn", TopicAddress.reason(text));
    }
    return arn;
  }

  private Endpoint find(Reader reader, PlatformArns arn) {
    Endpoint found = platforms.endpoint(reader, arn);
    if (found == null) {
      throw new NotFoundException("Endpoint does not exist");
    }
    return found;
  }

  /** Deleting what is not there is no error. */
  Unit delete(DeleteEndpointInput in, Call call) {
    PlatformArns arn = require(in.endpointArn());
    sns.world()
        .store()
        .write(
            transaction -> {
              Endpoint known = platforms.endpoint(transaction, arn);
              if (known != null) {
                platforms.delete(transaction, arn, known);
              }
              return null;
            });
    return SnsWorld.done(call);
  }

  GetEndpointAttributesResponse attributes(GetEndpointAttributesInput in, Call call) {
    PlatformArns arn = require(in.endpointArn());
    return new GetEndpointAttributesResponse()
        .attributes(sns.read(reader -> find(reader, arn)).attributes());
  }

  Unit setAttributes(SetEndpointAttributesInput in, Call call) {
    PlatformArns arn = require(in.endpointArn());
    Map<String, String> given = new LinkedHashMap<>();
    in.attributes().forEach((name, value) -> given.put(name, check(name, value)));
    sns.world()
        .store()
        .write(
            transaction -> {
              Endpoint known = find(transaction, arn);
              Endpoint changed = known.with(given);
              Endpoint other = platforms.ofToken(transaction, arn, changed.token());
              if (other != null && !other.arn().equals(known.arn())) {
                throw SnsErrors.invalid(
                    "Token", "Endpoint " + other.arn() + " already exists with the same Token");
              }
              platforms.put(transaction, arn, known, changed);
              return null;
            });
    return SnsWorld.done(call);
  }

  ListEndpointsByPlatformApplicationResponse list(
      ListEndpointsByPlatformApplicationInput in, Call call) {
    PlatformArns application = PlatformApplications.require(in.platformApplicationArn());
    String after = PageTokens.read(in.nextToken());
    List<Endpoint> found =
        sns.read(
            reader -> {
              platforms.require(reader, application);
              return platforms.endpoints(reader, application, after, PAGE + 1);
            });
    boolean more = found.size() > PAGE;
    List<io.nephele.api.sns.Endpoint> page = new ArrayList<>();
    for (Endpoint each : more ? found.subList(0, PAGE) : found) {
      page.add(
          new io.nephele.api.sns.Endpoint().endpointArn(each.arn()).attributes(each.attributes()));
    }
    return new ListEndpointsByPlatformApplicationResponse()
        .endpoints(page)
        .nextToken(more ? PageTokens.write(found.get(PAGE - 1).arn()) : null);
  }
}
