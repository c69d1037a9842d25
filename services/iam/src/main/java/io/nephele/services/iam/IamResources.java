package io.nephele.services.iam;

import io.nephele.core.access.ProtectedResources;
import io.nephele.core.arn.Arn;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.credentials.TotpDevices;
import io.nephele.identity.directory.Directory;
import io.nephele.identity.directory.InstanceProfile;
import io.nephele.identity.directory.ManagedPolicy;
import io.nephele.identity.directory.MfaDevice;
import io.nephele.identity.directory.OidcProvider;
import io.nephele.identity.directory.Role;
import io.nephele.identity.directory.SamlProvider;
import io.nephele.identity.directory.ServerCertificate;
import io.nephele.identity.directory.User;
import io.nephele.model.Struct;
import java.util.List;
import java.util.Map;

/**
 * What decides on calls about users, groups, roles, policies and the rest: their ARNs with paths,
 * their tags and their boundaries. Trust policies decide on calls of STS, which has them.
 */
final class IamResources implements ProtectedResources {
  private final Directory directory;
  private final ResourceNames names;
  private final TotpDevices mfaDevices;

  IamResources(IamWorld iam) {
    this.directory = iam.directory();
    this.names = new ResourceNames(directory);
    this.mfaDevices = new TotpDevices(directory);
  }

  @Override
  public List<String> arns(String type, Call call, Struct request) {
    return names.arns(type, call, request);
  }

  @Override
  public Map<String, String> tags(String arn) {
    Arn parsed = Arn.parse(arn);
    if (parsed == null || !parsed.resource().contains("/")) {
      return Map.of();
    }
    Map<String, String> tags = directory.read(reader -> tags(reader, parsed, arn));
    return tags == null ? Map.of() : tags;
  }

  @Override
  public List<String> conditionKey(String key, String arn, Call call, Struct request) {
    if (!key.equals("iam:permissionsboundary")) {
      return null;
    }
    String boundary = directory.read(reader -> boundary(reader, Arn.parse(arn), arn));
    return boundary == null ? null : List.of(boundary);
  }

  private String boundary(Reader reader, Arn parsed, String arn) {
    Role role = role(reader, parsed, arn);
    if (role != null) {
      return role.boundary();
    }
    User user = user(reader, parsed, arn);
    return user == null ? null : user.boundary();
  }

  private Role role(Reader reader, Arn parsed, String arn) {
    if (parsed == null || !parsed.resource().startsWith("role/")) {
      return null;
    }
    Role role = directory.roles().get(reader, parsed.account(), IamWorld.lastPart(arn));
    return role == null || !role.arn().equals(arn) ? null : role;
  }

  private User user(Reader reader, Arn parsed, String arn) {
    if (parsed == null || !parsed.resource().startsWith("user/")) {
      return null;
    }
    User user = directory.users().get(reader, parsed.account(), IamWorld.lastPart(arn));
    return user == null || !user.arn().equals(arn) ? null : user;
  }

  private Map<String, String> tags(Reader reader, Arn parsed, String arn) {
    String resource = parsed.resource();
    String account = parsed.account();
    String name = IamWorld.lastPart(arn);
    return switch (resource.substring(0, resource.indexOf('/'))) {
      case "role" -> {
        Role role = role(reader, parsed, arn);
        yield role == null ? null : role.tags();
      }
      case "user" -> {
        User user = user(reader, parsed, arn);
        yield user == null ? null : user.tags();
      }
      case "policy" -> {
        ManagedPolicy policy = directory.policies().get(reader, account, name);
        yield policy == null || !policy.arn().equals(arn) ? null : policy.tags();
      }
      case "instance-profile" -> {
        InstanceProfile profile = directory.instanceProfiles().get(reader, account, name);
        yield profile == null || !profile.arn().equals(arn) ? null : profile.tags();
      }
      case "mfa" -> {
        MfaDevice device = mfaDevices.find(reader, account, arn);
        yield device == null ? null : device.tags();
      }
      case "saml-provider" -> {
        SamlProvider provider = directory.samlProviders().get(reader, account, name);
        yield provider == null ? null : provider.tags();
      }
      case "oidc-provider" -> {
        String url = resource.substring(resource.indexOf('/') + 1);
        OidcProvider provider = directory.oidcProviders().get(reader, account, url);
        yield provider == null ? null : provider.tags();
      }
      case "server-certificate" -> {
        ServerCertificate certificate = directory.serverCertificates().get(reader, account, name);
        yield certificate == null || !certificate.arn().equals(arn) ? null : certificate.tags();
      }
      default -> null;
    };
  }
}
