package org.marac.gateway.wiring;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Protocol;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Every setting of the gateway, prefix {@code gateway.}; an unknown key stops the start.
 *
 * @param mode {@code example} or {@code production}; production refuses the example certificates
 * @param data where state lies; delete it and the next run starts fresh
 * @param routes where the routes lie
 * @param host where the doors listen
 * @param maximumBytes the largest message any door takes
 * @param protocol which protocol
 * @param keys the gateway's own keys
 * @param database an own PostgreSQL server instead of the embedded one
 * @param fhir the FHIR door
 * @param rest the REST door
 * @param broker the queue door
 * @param files the files door
 * @param mllp the HL7 v2 door
 * @param mail the mail door
 * @param unread what could not be read and is kept for a person
 * @param people the door of the MARAC's own people
 * @param log the audit log
 * @param exampleDay whether the example day is played after the start
 */
@ConfigurationProperties(prefix = "gateway", ignoreUnknownFields = false)
@Validated
public record GatewaySettings(
        @DefaultValue("example") Mode mode,
        @DefaultValue("data") Path data,
        @DefaultValue("routes") Path routes,
        @DefaultValue("localhost") @NotBlank String host,

        @DefaultValue("4194304") @Min(65_536) @Max(67_108_864)
        int maximumBytes,

        @Valid @DefaultValue Protocol protocol,
        @Valid @DefaultValue Keys keys,
        @Valid @DefaultValue Database database,
        @Valid @DefaultValue Fhir fhir,
        @Valid @DefaultValue Rest rest,
        @Valid @DefaultValue Broker broker,
        @Valid @DefaultValue Files files,
        @Valid @DefaultValue Mllp mllp,
        @Valid @DefaultValue Mail mail,
        @Valid @DefaultValue Unread unread,
        @Valid @DefaultValue People people,
        @Valid @DefaultValue Log log,
        @DefaultValue("false") boolean exampleDay) {

    /** For whom it runs. */
    public enum Mode {
        EXAMPLE,
        PRODUCTION
    }

    /**
     * Which protocol.
     *
     * @param directory holds {@code trust/} and {@code v<N>/}
     * @param firstDigest SHA-256 of version 1, pinned by the operator; absent takes the version 1 that is there
     * @param successorDigest SHA-256 of the version to follow, where two with one number were signed
     * @param clockCorrected when a clock that stood too late was put right: log entries dated after it are not held
     *     against the clock
     */
    public record Protocol(
            @DefaultValue("protocol-config/wenbury") Path directory,
            @Nullable String firstDigest,
            @Nullable String successorDigest,
            @Nullable Instant clockCorrected) {}

    /**
     * The gateway's own keys.
     *
     * @param directory holds {@code tls}, {@code sign} and {@code encrypt} as {@code .key} and {@code .crt}, PEM
     * @param authority the certificates TLS client certificates must come from, PEM
     * @param custody the file of the key-encryption key of the record; absent keeps it under the data directory
     */
    public record Keys(
            @DefaultValue("certs-example/gateway") Path directory,
            @DefaultValue("certs-example/ca.crt") Path authority,
            @Nullable Path custody) {}

    /**
     * The database.
     *
     * @param url JDBC URL of an own PostgreSQL server; absent starts the embedded one
     * @param user its user
     * @param password its password
     * @param connections size of the pool
     */
    public record Database(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            @DefaultValue("16") @Min(4) @Max(200) int connections) {}

    /**
     * The FHIR door.
     *
     * @param port HTTPS, mutual TLS
     */
    public record Fhir(
            @DefaultValue("8443") @Min(0) @Max(65_535) int port) {}

    /**
     * The REST door, on the same port.
     *
     * @param perMinute how many requests a minute one certificate may make
     */
    public record Rest(
            @DefaultValue("1200") @Min(1) @Max(1_000_000) int perMinute) {}

    /**
     * The queue door.
     *
     * @param amqpPort AMQP 1.0 over TLS
     * @param corePort CORE over TLS
     * @param stompPort STOMP over TLS
     */
    public record Broker(
            @DefaultValue("5671") @Min(1) @Max(65_535) int amqpPort,
            @DefaultValue("61617") @Min(1) @Max(65_535) int corePort,
            @DefaultValue("61612") @Min(1) @Max(65_535) int stompPort) {}

    /**
     * The files door.
     *
     * @param port SFTP
     * @param maximumBytes the largest file it takes
     * @param quota how much may lie there for one agency, its answers included
     */
    public record Files(
            @DefaultValue("2222") @Min(0) @Max(65_535) int port,

            @DefaultValue("268435456") @Min(65_536) @Max(4_294_967_296L)
            long maximumBytes,

            @DefaultValue("2147483648") @Min(65_536) @Max(1_099_511_627_776L)
            long quota) {}

    /**
     * The HL7 v2 door.
     *
     * @param port MLLP over mutual TLS
     * @param lineFeeds whether segments may end in LF, which HL7 does not allow
     * @param perMinute how many messages a minute one certificate may send; more are answered later
     */
    public record Mllp(
            @DefaultValue("2575") @Min(1) @Max(65_535) int port,
            @DefaultValue("false") boolean lineFeeds,
            @DefaultValue("1200") @Min(1) @Max(1_000_000) int perMinute) {}

    /**
     * The mail door; without an address there is none.
     *
     * @param address the gateway's own, which agencies write to
     * @param imap the server that has its mailbox
     * @param smtp the server that takes its mail
     * @param relays for which domains mail goes by which other server, and by no other way
     * @param authority the certificates the servers' must come from, PEM; absent trusts whom the platform trusts
     * @param aside the folder of the mailbox for what was nobody's
     * @param every how often the mailbox is looked at
     * @param maximumBytes the largest mail that is read
     */
    public record Mail(
            @Nullable String address,
            @Valid @Nullable MailServer imap,
            @Valid @Nullable MailServer smtp,
            @DefaultValue Map<String, @Valid MailServer> relays,
            @Nullable Path authority,
            @DefaultValue("Refused") @NotBlank String aside,
            @DefaultValue("5s") Duration every,

            @DefaultValue("20971520") @Min(65_536) @Max(20_971_520)
            int maximumBytes) {}

    /**
     * A mail server, always by TLS with its name checked.
     *
     * @param host its name
     * @param port its port; absent 993 for a mailbox and 465 to send
     * @param startTls whether TLS is begun by STARTTLS, which is then required
     * @param user the account; absent for none
     * @param password its password
     */
    public record MailServer(
            @NotBlank String host,
            @DefaultValue("0") @Min(0) @Max(65_535) int port,
            @DefaultValue("false") boolean startTls,
            @Nullable String user,
            @Nullable String password) {}

    /**
     * What could not be read and is kept for a person; beyond these limits only the evidence is.
     *
     * @param quota of one agency, bytes
     * @param things of one agency
     * @param days how long, whether or not anyone did anything about it
     */
    public record Unread(
            @DefaultValue("67108864") @Min(0) @Max(17_179_869_184L)
            long quota,

            @DefaultValue("2000") @Min(0) @Max(1_000_000) int things,
            @DefaultValue("30") @Min(1) @Max(366) int days) {}

    /**
     * The door of the MARAC's own people.
     *
     * @param port HTTPS, no client certificate
     * @param certificate its certificate, PEM
     * @param key its private key, PEM
     * @param oidc who says who people are, where that is not the gateway's own accounts
     */
    public record People(
            @DefaultValue("8444") @Min(0) @Max(65_535) int port,
            @DefaultValue("certs-example/people/tls.crt") Path certificate,
            @DefaultValue("certs-example/people/tls.key") Path key,
            @Valid @DefaultValue Oidc oidc) {}

    /**
     * OpenID Connect: an issuer that says who people are.
     *
     * @param issuer its URL; absent uses accounts of the gateway's own
     * @param audience whom its tokens must be for
     * @param officeClaim the claim that names the office
     * @param agencyClaim the claim that names the agency
     * @param nameClaim the claim that names the person
     * @param acr what the {@code acr} claim must be; absent asks for none
     * @param clientId as whom the gateway is registered there, so that people sign in on its page; absent takes tokens only
     * @param clientSecret the client's secret; absent makes it a public client, with PKCE alone
     * @param redirect where the issuer sends people back to: this door's {@code /api/session/callback}, as people reach it
     * @param offices which word of the office claim stands for which office; empty takes the offices' own names
     */
    public record Oidc(
            @Nullable String issuer,
            @Nullable String audience,
            @DefaultValue("marac_office") @NotBlank String officeClaim,
            @DefaultValue("marac_agency") @NotBlank String agencyClaim,
            @DefaultValue("name") @NotBlank String nameClaim,
            @Nullable String acr,
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable URI redirect,
            @DefaultValue Map<String, Office> offices) {}

    /**
     * The audit log.
     *
     * @param origin its name in checkpoints, a schema-less URL (C2SP tlog-checkpoint)
     */
    public record Log(
            @DefaultValue("marac.example/isp/wenbury/2026") @NotBlank
            String origin) {}
}
