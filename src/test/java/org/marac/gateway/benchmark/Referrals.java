package org.marac.gateway.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Party;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.Keyring;
import org.marac.gateway.seal.Seal;
import org.marac.gateway.seal.Trust;

/** Referrals of the hospital as FHIR messages of about 5 KB, each of other people, sealed as the hospital's system would. */
final class Referrals {
    static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    static final AgencyId IDVA = new AgencyId("haven-idva");
    static final AgencyId SELF = new AgencyId("wenbury-marac");
    static final Path CERTIFICATES = Path.of("certs-example");
    private static final String TEMPLATE = template();

    private final Clock clock = Clock.systemUTC();
    private final Random random = new Random();
    private final Seal seal;
    private final Party gateway;

    Referrals() {
        Trust trust = Trust.read(CERTIFICATES);
        Certificates certificates = Certificates.read(CERTIFICATES.resolve("gateway"));
        Keyring keys = Keyring.read(CERTIFICATES.resolve("agencies").resolve(HOSPITAL.value()));
        this.seal = new Seal(keys, () -> trust, () -> certificates, clock);
        this.gateway = new Party(
                SELF,
                "the gateway",
                "coordination",
                "",
                Party.Regime.GDPR,
                false,
                false,
                "",
                List.of(new Party.PinnedCertificate(
                        Party.PinnedCertificate.Use.ENCRYPT,
                        Certificates.digestOf(CERTIFICATES.resolve("gateway").resolve("encrypt.crt")))),
                List.of());
    }

    /** A sealed referral and the id its receipt will name. */
    record Sealed(String id, byte[] bytes) {}

    /** So many referrals, sealed on all processors. */
    List<Sealed> sealed(int count) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(UUID.randomUUID());
        }
        return ids.parallelStream().map(this::sealed).toList();
    }

    /** One referral in plain FHIR. */
    Bytes plain(UUID id) {
        return Bytes.utf8(TEMPLATE.replace("${id}", id.toString())
                .replace(
                        "${created}",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .replace("${nhs}", nhsNumber())
                .replace("${family}", family())
                .replace("${other}", family()));
    }

    private Sealed sealed(UUID id) {
        Instant now = clock.instant();
        Envelope envelope = new Envelope(
                new MessageId(id.toString()),
                HOSPITAL,
                List.of(SELF),
                now,
                MediaType.FHIR_JSON.code(),
                plain(id),
                Optional.empty(),
                Optional.empty());
        return new Sealed(id.toString(), seal.close(envelope, gateway, now).toArray());
    }

    private String family() {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            char letter = (char) ('a' + random.nextInt(26));
            name.append(i == 0 ? Character.toUpperCase(letter) : letter);
        }
        return name.toString();
    }

    /** In the range 999, which is never given to a person, with its check digit (modulus 11). */
    private String nhsNumber() {
        while (true) {
            String digits = "999" + String.format("%06d", random.nextInt(1_000_000));
            int sum = 0;
            for (int i = 0; i < 9; i++) {
                sum += (10 - i) * (digits.charAt(i) - '0');
            }
            int check = (11 - sum % 11) % 11;
            if (check < 10) {
                return digits + check;
            }
        }
    }

    private static String template() {
        try (InputStream in =
                Objects.requireNonNull(Referrals.class.getResourceAsStream("/benchmark/referral.fhir.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
