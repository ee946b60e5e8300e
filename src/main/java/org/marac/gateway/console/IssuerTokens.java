package org.marac.gateway.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Office;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoders;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/**
 * What does a token of the OpenID Connect issuer say, if it is one? Signature by the issuer's published keys, issuer,
 * audience, lifetime, freshness, and where asked for how the person was authenticated.
 */
public final class IssuerTokens {
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final Rule rule;
    private final Clock clock;
    private final JwtDecoder decoder;

    /**
     * What a token must say.
     *
     * @param issuer the issuer's URL, under which its discovery document lies
     * @param audience whom the token must be for
     * @param officeClaim in which claim the office stands
     * @param agencyClaim in which claim the agency stands
     * @param nameClaim in which claim the person's name stands
     * @param acr what the {@code acr} claim must be, where it is asked for: that a second factor was used
     * @param offices which word of the claim stands for which office; where it is empty, the office's own name does
     */
    public record Rule(
            String issuer,
            String audience,
            String officeClaim,
            String agencyClaim,
            String nameClaim,
            Optional<String> acr,
            Map<String, Office> offices) {
        public Rule {
            offices = Map.copyOf(offices);
        }
    }

    /**
     * Whom a token speaks of.
     *
     * @param subject the issuer's own name for the person
     * @param name the person's name
     * @param digest of the token, which is taken once
     * @param until when the token ends
     */
    public record Claims(String subject, String name, Office office, AgencyId agency, Digest digest, Instant until) {}

    public IssuerTokens(Rule rule, Clock clock) {
        this.rule = rule;
        this.clock = clock;
        // Asked at the first sign-in: the gateway starts and works while the issuer is away.
        this.decoder = new SupplierJwtDecoder(this::discover);
    }

    /** Whose issuer. */
    public String issuer() {
        return rule.issuer();
    }

    /** What the token says; empty where it is not one to be believed, or names no office or agency. */
    public Optional<Claims> read(String token) {
        return read(token, jwt -> true);
    }

    /** The same of a token that must have been made for this sign-in: it repeats its nonce. */
    public Optional<Claims> read(String token, String nonce) {
        return read(token, jwt -> nonce.equals(jwt.getClaimAsString("nonce")));
    }

    private Optional<Claims> read(String token, Predicate<Jwt> meant) {
        try {
            Jwt jwt = decoder.decode(token);
            if (!meant.test(jwt)) {
                return Optional.empty();
            }
            Instant until = jwt.getExpiresAt();
            String subject = jwt.getSubject();
            String name = jwt.getClaimAsString(rule.nameClaim());
            Optional<Office> office = office(jwt);
            String agency = jwt.getClaimAsString(rule.agencyClaim());
            if (until == null || subject == null || name == null || office.isEmpty() || agency == null) {
                return Optional.empty();
            }
            Digest digest = Digest.of(token.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return Optional.of(new Claims(subject, name, office.get(), new AgencyId(agency), digest, until));
        } catch (JwtException | IllegalArgumentException e) {
            // Whatever is wrong with it, whoever shows it is told the same.
            return Optional.empty();
        }
    }

    /** Exactly one of the offices we know: a person acts in one office at a time. */
    private Optional<Office> office(Jwt jwt) {
        Object claim = jwt.getClaim(rule.officeClaim());
        List<?> named = claim instanceof List<?> list ? list : claim == null ? List.of() : List.of(claim);
        List<Office> offices = named.stream()
                .flatMap(word -> office(String.valueOf(word)).stream())
                .distinct()
                .toList();
        return offices.size() == 1 ? Optional.of(offices.get(0)) : Optional.empty();
    }

    /** Where the area has said which word stands for which office, no other word does. */
    private Optional<Office> office(String word) {
        return rule.offices().isEmpty()
                ? List.of(Office.values()).stream()
                        .filter(office -> office.name().equalsIgnoreCase(word))
                        .findFirst()
                : Optional.ofNullable(rule.offices().get(word));
    }

    private JwtDecoder discover() {
        NimbusJwtDecoder found = JwtDecoders.fromIssuerLocation(rule.issuer());
        MappedJwtClaimSetConverter usual = MappedJwtClaimSetConverter.withDefaults(Map.of());
        found.setClaimSetConverter(claims -> {
            Map<String, Object> converted = usual.convert(claims);
            // The library makes up when a token was issued, where the token does not say.
            if (!claims.containsKey("iat")) {
                converted.remove("iat");
            }
            return converted;
        });
        found.setJwtValidator(new DelegatingOAuth2TokenValidator<>(List.of(
                JwtValidators.createDefaultWithIssuer(rule.issuer()),
                check(jwt -> jwt.getAudience() != null && jwt.getAudience().contains(rule.audience())),
                check(jwt -> jwt.getIssuedAt() != null
                        && jwt.getIssuedAt().isAfter(clock.instant().minus(FRESH))),
                check(jwt -> rule.acr()
                        .map(acr -> acr.equals(jwt.getClaimAsString("acr")))
                        .orElse(true)))));
        return found;
    }

    private static OAuth2TokenValidator<Jwt> check(java.util.function.Predicate<Jwt> holds) {
        return jwt -> holds.test(jwt)
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"));
    }
}
