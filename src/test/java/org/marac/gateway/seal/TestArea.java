package org.marac.gateway.seal;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Identified;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate;
import org.marac.gateway.model.Protocol;

/** A small area: a gateway, the police who send, and the protocol between them. */
final class TestArea {
    static final AgencyId GATEWAY = new AgencyId("wenbury-marac");
    static final AgencyId POLICE = new AgencyId("wenbury-police");
    static final String CONTENT = "{\"resourceType\":\"Bundle\"}";

    final TestPki pki = new TestPki();
    final TestPki.Holder gatewaySigner = pki.signer("gateway sign");
    final TestPki.Holder gatewayEncryption = pki.encryption("gateway encrypt");
    final TestPki.Holder police = pki.signer("police sign");
    final TestPki.Holder policeEncryption = pki.encryption("police encrypt");

    Seal seal() {
        return seal(pki.trust());
    }

    Seal seal(Trust trust) {
        return seal(trust, Map.of(policeEncryption.digest(), policeEncryption.certificate()));
    }

    Seal seal(Trust trust, Map<Digest, X509Certificate> certificates) {
        Keyring own = new Keyring(gatewaySigner.own(), List.of(gatewayEncryption.own()));
        Certificates known = new Certificates(certificates);
        return new Seal(own, () -> trust, () -> known, Clock.fixed(TestPki.NOW, ZoneOffset.UTC));
    }

    /** The police, with the certificates the protocol pins for them. */
    Identified police() {
        return sender(police.digest());
    }

    Identified sender(Digest... signers) {
        List<PinnedCertificate> pinned = new java.util.ArrayList<>();
        for (Digest signer : signers) {
            pinned.add(new PinnedCertificate(PinnedCertificate.Use.SIGN, signer));
        }
        pinned.add(new PinnedCertificate(PinnedCertificate.Use.ENCRYPT, policeEncryption.digest()));
        return identified(party(POLICE, pinned));
    }

    static Party party(AgencyId id, List<PinnedCertificate> pinned) {
        return new Party(
                id,
                "Wenbury Police",
                "police",
                "Chief Constable",
                Party.Regime.PART3,
                true,
                true,
                "public protection desk",
                pinned,
                List.of(new Party.Channel(Door.QUEUE, true, true, Assurance.SIGNED)),
                List.of(),
                List.of(),
                Optional.empty());
    }

    static Identified identified(Party party) {
        Protocol protocol = new Protocol(
                "wenbury-marac",
                1,
                Digest.of(new byte[] {1}),
                "Protocol",
                Optional.empty(),
                Instant.parse("2026-01-01T00:00:00Z"),
                LocalDate.parse("2027-01-01"),
                Instant.parse("2028-01-01T00:00:00Z"),
                GATEWAY,
                new Protocol.Governance(GATEWAY, 1),
                new Protocol.EnvelopeRule(Duration.ofDays(7), Duration.ofMinutes(5)),
                List.of(party),
                List.of(),
                Map.of(),
                new Protocol.Repeat(12, Protocol.Repeat.From.REFERRAL),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Protocol.Waits.UNSAID,
                Protocol.Delivery.UNSAID);
        return new Identified(party, party.channels().get(0), new InForce(protocol, Set.of(party.id())));
    }

    /** An ordinary envelope document, as the police would write it. */
    static String envelope() {
        return envelope("wenbury-police", "[\"wenbury-marac\"]", "2026-11-21T19:59:00Z", "application/fhir+json");
    }

    static String envelope(String from, String to, String created, String type) {
        return "{\"v\":1,\"id\":\"wp-2026-0001\",\"from\":\"" + from + "\",\"to\":" + to + ",\"created\":\"" + created
                + "\",\"contentType\":\"" + type + "\",\"content\":\""
                + Base64.getEncoder().encodeToString(CONTENT.getBytes(java.nio.charset.StandardCharsets.UTF_8)) + "\"}";
    }

    /** Signed by the police and sealed for the gateway, all as it should be. */
    Bytes sealed(String document) {
        return sealed(new Pen(police.own())
                .sign(document.getBytes(java.nio.charset.StandardCharsets.UTF_8), Pen.Content.INSIDE, TestPki.NOW));
    }

    /** Whatever it is, sealed for the gateway. */
    Bytes sealed(byte[] inner) {
        return Bytes.of(closedFor(inner, gatewayEncryption.certificate()));
    }

    /** Whatever it is, sealed for these certificates. */
    static byte[] closedFor(byte[] content, X509Certificate... certificates) {
        return new Closing()
                .close(
                        content,
                        List.of(certificates).stream()
                                .map(Recipients.Recipient::of)
                                .toList());
    }
}
