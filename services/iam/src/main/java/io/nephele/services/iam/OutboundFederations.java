package io.nephele.services.iam;

import io.nephele.api.iam.EnableOutboundWebIdentityFederationResponse;
import io.nephele.api.iam.FeatureDisabledException;
import io.nephele.api.iam.FeatureEnabledException;
import io.nephele.api.iam.GetOutboundWebIdentityFederationInfoResponse;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.identity.directory.OutboundFederation;
import io.nephele.model.Unit;

/**
 * The operations that say whether STS issues tokens by which principals of an account show others
 * who they are. The issuer is a URL of this Nephele, where the public keys are.
 */
final class OutboundFederations {
  private static final String ISSUER_PATH = "/_nephele/oidc/";

  private final IamWorld iam;

  OutboundFederations(IamWorld iam) {
    this.iam = iam;
  }

  EnableOutboundWebIdentityFederationResponse enable(Unit in, Call call) {
    String fresh = newIssuer(call);
    OutboundFederation enabled =
        iam.write(
            call,
            transaction -> {
              OutboundFederation known = find(transaction, call);
              if (known != null && known.enabled()) {
                throw new FeatureEnabledException(
                    "Outbound identity federation is already enabled for account "
                        + call.accountId());
              }
              OutboundFederation now =
                  new OutboundFederation(true, known == null ? fresh : known.issuer());
              iam.directory()
                  .outboundFederation()
                  .put(transaction, call.accountId(), OutboundFederation.NAME, now);
              return now;
            });
    return new EnableOutboundWebIdentityFederationResponse().issuerIdentifier(enabled.issuer());
  }

  Unit disable(Unit in, Call call) {
    iam.write(
        call,
        transaction -> {
          OutboundFederation known = enabled(transaction, call);
          iam.directory()
              .outboundFederation()
              .put(
                  transaction,
                  call.accountId(),
                  OutboundFederation.NAME,
                  new OutboundFederation(false, known.issuer()));
          return null;
        });
    return IamWorld.done(call);
  }

  GetOutboundWebIdentityFederationInfoResponse info(Unit in, Call call) {
    OutboundFederation known = iam.read(reader -> enabled(reader, call));
    return new GetOutboundWebIdentityFederationInfoResponse()
        .issuerIdentifier(known.issuer())
        .jwtVendingEnabled(true);
  }

  private OutboundFederation enabled(Reader reader, Call call) {
    OutboundFederation known = find(reader, call);
    if (known == null || !known.enabled()) {
      throw new FeatureDisabledException(
          "Outbound identity federation is disabled for account " + call.accountId());
    }
    return known;
  }

  private OutboundFederation find(Reader reader, Call call) {
    return iam.directory()
        .outboundFederation()
        .get(reader, call.accountId(), OutboundFederation.NAME);
  }

  /** A URL at the host that the caller addressed. */
  private String newIssuer(Call call) {
    String host = call.origin().host() == null ? "localhost" : call.origin().host();
    return call.origin().scheme()
        + "://"
        + host
        + ISSUER_PATH
        + call.accountId()
        + "/"
        + iam.world().ids().uuid();
  }
}
