package org.marac.gateway.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

/** Referrals as FHIR messages of about 5 KB, each of other people, sealed as the systems of eight agencies would. */
final class Referrals {
    /** Each sends by its own queue, whose order is kept, so that several agencies are what goes on at once. */
    static final List<AgencyId> SENDERS = Stream.of(
                    "wenbury-hospital",
                    "wenbury-police",
                    "wenbury-adult-services",
                    "wenbury-housing",
                    "wenbury-probation",
                    "wenbury-education",
                    "wenbury-substance-misuse",
                    "wenbury-childrens-services")
            .map(AgencyId::new)
            .toList();

    static final AgencyId IDVA = new AgencyId("haven-idva");
    static final AgencyId SELF = new AgencyId("wenbury-marac");
    static final Path CERTIFICATES = Path.of("certs-example");
    private static final String TEMPLATE = template();

    private final Clock clock = Clock.systemUTC();
    private final Random random = new Random();
    private final Map<AgencyId, Seal> seals;
    private final Party gateway;

    Referrals() {
        Trust trust = Trust.read(CERTIFICATES);
        Certificates certificates = Certificates.read(CERTIFICATES.resolve("gateway"));
        this.seals = SENDERS.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        agency -> new Seal(
                                Keyring.read(CERTIFICATES.resolve("agencies").resolve(agency.value())),
                                () -> trust,
                                () -> certificates,
                                clock)));
        this.gateway = Party.knownBy(
                SELF,
                new Party.PinnedCertificate(
                        Party.PinnedCertificate.Use.ENCRYPT,
                        Certificates.digestOf(CERTIFICATES.resolve("gateway").resolve("encrypt.crt"))));
    }

    /**
     * A sealed referral.
     *
     * @param id which its receipt will name
     */
    record Sealed(String id, AgencyId sender, byte[] bytes) {}

    /** So many referrals of the first agencies in turn, sealed on all processors. */
    List<Sealed> sealed(int count, int agencies) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> sealed(SENDERS.get(i % agencies)))
                .toList();
    }

    /** One referral in plain FHIR. */
    Bytes plain(UUID id, AgencyId sender) {
        return Bytes.utf8(TEMPLATE.replace("${id}", id.toString())
                .replace(
                        "${created}",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .replace("${agency}", sender.value())
                .replace("${nhs}", nhsNumber())
                .replace("${family}", family())
                .replace("${other}", family()));
    }

    private Sealed sealed(AgencyId sender) {
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        Envelope envelope = new Envelope(
                new MessageId(id.toString()),
                sender,
                List.of(SELF),
                now,
                MediaType.FHIR_JSON.code(),
                plain(id, sender),
                Optional.empty(),
                Optional.empty());
        return new Sealed(
                id.toString(),
                sender,
                seal(sender).close(envelope, gateway, now).toArray());
    }

    private Seal seal(AgencyId sender) {
        return Objects.requireNonNull(seals.get(sender));
    }

    String family() {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            char letter = (char) ('a' + random.nextInt(26));
            name.append(i == 0 ? Character.toUpperCase(letter) : letter);
        }
        return name.toString();
    }

    /** In the range 999, which is never given to a person, with its check digit (modulus 11). */
    String nhsNumber() {
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
