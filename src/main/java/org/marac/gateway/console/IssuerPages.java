package org.marac.gateway.console;

import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.account.Awaited;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.web.client.RestClientException;

/**
 * Signing in on the issuer's own page: OpenID Connect Core 1.0, the authorization code flow, with PKCE (RFC 7636) always.
 * What the issuer's token then says {@link IssuerTokens} judges.
 */
public final class IssuerPages {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerPages.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private final String issuer;
    private final Client client;
    private final RestClientAuthorizationCodeTokenResponseClient tokens =
            new RestClientAuthorizationCodeTokenResponseClient();
    private volatile @Nullable ClientRegistration known;

    /**
     * As whom the gateway is registered with the issuer.
     *
     * @param id the client id; the issuer's tokens are for it
     * @param secret the client secret; without it the gateway is a public client, and PKCE alone protects the code
     * @param redirect where the issuer sends people back to, exactly as it is registered
     * @param acr how people must be authenticated, where the issuer is to be asked for it
     */
    public record Client(String id, Optional<String> secret, URI redirect, Optional<String> acr) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Client " + id;
        }
    }

    /**
     * A sign-in that begins.
     *
     * @param to the issuer's page
     * @param asked what must fit what comes back
     */
    public record Begun(URI to, Awaited.Asked asked) {}

    public IssuerPages(String issuer, Client client) {
        this.issuer = issuer;
        this.client = client;
    }

    /** Whose page. */
    public String issuer() {
        return issuer;
    }

    /** A new sign-in; empty while the issuer cannot be asked where its page is. */
    public Optional<Begun> begin() {
        return registration().map(found -> {
            OAuth2AuthorizationRequest request = request(found, random(), random());
            String verifier = String.valueOf(request.<String>getAttribute(PkceParameterNames.CODE_VERIFIER));
            String nonce = String.valueOf(request.getAdditionalParameters().get(OidcParameterNames.NONCE));
            return new Begun(
                    URI.create(request.getAuthorizationRequestUri()),
                    new Awaited.Asked(request.getState(), random(), nonce, verifier));
        });
    }

    /** The token the issuer gives for the code; empty where it gives none. */
    public Optional<String> exchange(Awaited.Asked asked, String code) {
        Optional<ClientRegistration> found = registration();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        OAuth2AuthorizationRequest request = OAuth2AuthorizationRequest.from(
                        request(found.get(), asked.state(), asked.nonce()))
                .attributes(attributes -> attributes.put(PkceParameterNames.CODE_VERIFIER, asked.verifier()))
                .build();
        OAuth2AuthorizationResponse response = OAuth2AuthorizationResponse.success(code)
                .redirectUri(client.redirect().toString())
                .state(asked.state())
                .build();
        try {
            Object token = tokens.getTokenResponse(new OAuth2AuthorizationCodeGrantRequest(
                            found.get(), new OAuth2AuthorizationExchange(request, response)))
                    .getAdditionalParameters()
                    .get(OidcParameterNames.ID_TOKEN);
            return token instanceof String text ? Optional.of(text) : Optional.empty();
        } catch (OAuth2AuthorizationException | RestClientException e) {
            // The library's message may quote the issuer's answer; whoever signs in is told nothing of it.
            LOG.warn("the issuer gave no token for a code: {}", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /** Where a browser ends its session with the issuer too (RP-Initiated Logout 1.0); empty where it publishes none. */
    public Optional<String> endSession() {
        return registration()
                .map(found ->
                        found.getProviderDetails().getConfigurationMetadata().get("end_session_endpoint"))
                .map(endpoint -> endpoint + "?client_id="
                        + java.net.URLEncoder.encode(client.id(), java.nio.charset.StandardCharsets.UTF_8));
    }

    private OAuth2AuthorizationRequest request(ClientRegistration found, String state, String nonce) {
        OAuth2AuthorizationRequest.Builder request = OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(found.getProviderDetails().getAuthorizationUri())
                .clientId(client.id())
                .redirectUri(client.redirect().toString())
                .scopes(found.getScopes())
                .state(state)
                .additionalParameters(more -> {
                    more.put(OidcParameterNames.NONCE, nonce);
                    client.acr().ifPresent(acr -> more.put("acr_values", acr));
                });
        OAuth2AuthorizationRequestCustomizers.withPkce().accept(request);
        return request.build();
    }

    /** Asked of the issuer at the first sign-in: the gateway starts and works while the issuer is away. */
    private Optional<ClientRegistration> registration() {
        ClientRegistration found = known;
        if (found != null) {
            return Optional.of(found);
        }
        try {
            ClientRegistration discovered = ClientRegistrations.fromIssuerLocation(issuer)
                    .clientId(client.id())
                    .clientSecret(client.secret().orElse(""))
                    .clientAuthenticationMethod(
                            client.secret().isPresent()
                                    ? ClientAuthenticationMethod.CLIENT_SECRET_BASIC
                                    : ClientAuthenticationMethod.NONE)
                    .redirectUri(client.redirect().toString())
                    .scope("openid", "profile")
                    .build();
            known = discovered;
            return Optional.of(discovered);
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.warn(
                    "the issuer of sign-ins cannot be asked where its page is: {}",
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static String random() {
        byte[] value = new byte[BYTES];
        RANDOM.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }
}
