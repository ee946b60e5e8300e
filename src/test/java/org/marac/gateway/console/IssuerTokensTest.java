package org.marac.gateway.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Office;

/** Tokens of an issuer that publishes its keys as OpenID Connect Discovery says. */
class IssuerTokensTest {
    private static HttpServer server;
    private static RSAKey key;
    private static String issuer;
    private static IssuerTokens tokens;

    @BeforeAll
    static void publish() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://localhost:" + server.getAddress().getPort();
        answer(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer
                        + "/keys\",\"subject_types_supported\":[\"public\"]}");
        answer("/keys", new JWKSet(key.toPublicJWK()).toString());
        server.start();
        tokens = tokens(Optional.empty());
    }

    @AfterAll
    static void close() {
        server.stop(0);
    }

    @Test
    void readsWhoItIsAndInWhatOffice() throws JOSEException {
        IssuerTokens.Claims claims = tokens.read(signed(c -> c)).orElseThrow();

        assertThat(claims.subject()).isEqualTo("person-7");
        assertThat(claims.name()).isEqualTo("Rowan Ellery");
        assertThat(claims.office()).isEqualTo(Office.COORDINATOR);
        assertThat(claims.agency()).isEqualTo(new AgencyId("wenbury-marac"));
    }

    @Test
    void believesNoTokenForSomeoneElseOrOfSomeoneElse() throws JOSEException {
        assertThat(tokens.read(signed(c -> c.audience("another-service")))).isEmpty();
        assertThat(tokens.read(signed(c -> c.issuer("https://issuer.example")))).isEmpty();
    }

    @Test
    void believesNoTokenThatIsOverOrOld() throws JOSEException {
        assertThat(tokens.read(signed(c -> c.expirationTime(at(-120))))).isEmpty();
        assertThat(tokens.read(signed(c -> c.issueTime(at(-3600))))).isEmpty();
        assertThat(tokens.read(signed(c -> c.issueTime(null)))).isEmpty();
        assertThat(tokens.read(signed(c -> c.expirationTime(null)))).isEmpty();
    }

    @Test
    void believesNoTokenSignedByAnotherKeyOrByNone() throws JOSEException {
        RSAKey other = new RSAKeyGenerator(2048).keyID("k1").generate();
        assertThat(tokens.read(signed(other, c -> c))).isEmpty();
        assertThat(tokens.read(new PlainJWT(claims(c -> c)).serialize())).isEmpty();
        SignedJWT symmetric = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims(c -> c));
        symmetric.sign(new MACSigner(key.toPublicJWK().toString().getBytes(UTF_8)));
        assertThat(tokens.read(symmetric.serialize())).isEmpty();
        assertThat(tokens.read("not a token")).isEmpty();
    }

    @Test
    void takesExactlyOneOffice() throws JOSEException {
        assertThat(tokens.read(signed(c -> c.claim("marac_office", List.of("chair"))))
                        .orElseThrow()
                        .office())
                .isEqualTo(Office.CHAIR);
        assertThat(tokens.read(signed(c -> c.claim("marac_office", List.of("chair", "coordinator")))))
                .isEmpty();
        assertThat(tokens.read(signed(c -> c.claim("marac_office", "emperor")))).isEmpty();
        assertThat(tokens.read(signed(c -> c.claim("marac_office", null)))).isEmpty();
        assertThat(tokens.read(signed(c -> c.claim("marac_agency", "Not An Agency"))))
                .isEmpty();
    }

    @Test
    void takesOfficesByTheAreasOwnWordsWhereItHasSome() throws JOSEException {
        IssuerTokens mapped = new IssuerTokens(
                new IssuerTokens.Rule(
                        issuer,
                        "marac-gateway",
                        "groups",
                        "marac_agency",
                        "name",
                        Optional.empty(),
                        Map.of("grp-marac-chairs", Office.CHAIR)),
                Clock.systemUTC());

        assertThat(mapped.read(signed(c -> c.claim("groups", List.of("grp-staff", "grp-marac-chairs")))))
                .hasValueSatisfying(claims -> assertThat(claims.office()).isEqualTo(Office.CHAIR));
        assertThat(mapped.read(signed(c -> c.claim("groups", List.of("chair")))))
                .as("the office's own name is no word of this area")
                .isEmpty();
    }

    @Test
    void asksForTheSecondFactorWhereToldTo() throws JOSEException {
        IssuerTokens strict = tokens(Optional.of("mfa"));

        assertThat(strict.read(signed(c -> c))).isEmpty();
        assertThat(strict.read(signed(c -> c.claim("acr", "mfa")))).isPresent();
    }

    private static IssuerTokens tokens(Optional<String> acr) {
        return new IssuerTokens(
                new IssuerTokens.Rule(issuer, "marac-gateway", "marac_office", "marac_agency", "name", acr, Map.of()),
                Clock.systemUTC());
    }

    private static String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return signed(key, change);
    }

    private static String signed(RSAKey by, UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims(change));
        token.sign(new RSASSASigner(by));
        return token.serialize();
    }

    private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .audience("marac-gateway")
                        .subject("person-7")
                        .issueTime(at(-5))
                        .expirationTime(at(300))
                        .claim("name", "Rowan Ellery")
                        .claim("marac_office", "COORDINATOR")
                        .claim("marac_agency", "wenbury-marac"))
                .build();
    }

    private static Date at(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static void answer(String path, String json) {
        server.createContext(path, exchange -> {
            byte[] body = json.getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
