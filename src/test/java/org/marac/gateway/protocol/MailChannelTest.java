package org.marac.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.marac.gateway.protocol.Area.NOW;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Identified;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.policy.Policy;

/** Secure mail in the protocol: one address and one certificate of an agency, and only both together are that agency. */
class MailChannelTest {
    private static final Digest CERTIFICATE =
            Bytes.utf8("a certificate for mail").digest();
    private static final String ADDRESS = "desk@hospital.example";
    private static final String CHANNEL =
            "      - {door: mail, sends: true, receives: true, assurance: channel, address: Desk@Hospital.Example}\n";
    private static final String TEXT = with(Area.first(), "wenbury-hospital", CHANNEL, CERTIFICATE);

    @TempDir
    Path folder;

    private Area area;

    @BeforeEach
    void makeArea() {
        area = new Area(folder).version(1, TEXT, "wenbury-police", "wenbury-marac", "wenbury-hospital");
    }

    @Test
    void theAgencyIsWhoWritesFromItsAddressWithItsCertificate() throws Refused {
        Identified identified = area.shelf().identify(mail(CERTIFICATE, ADDRESS), NOW);

        assertThat(identified.agency().id()).isEqualTo(new AgencyId("wenbury-hospital"));
        assertThat(identified.channel().mail()).contains(new Party.MailAddress(ADDRESS, Party.MailAddress.Form.SMIME));
    }

    @Test
    void nobodyIsWhoWritesFromAnotherAddressOrWithAnotherCertificateOrProvesNothing() {
        assertThat(refusal(mail(CERTIFICATE, "desk@police.example"))).isEqualTo(RefusalCode.UNKNOWN_PEER);
        assertThat(refusal(mail(Bytes.utf8("another").digest(), ADDRESS))).isEqualTo(RefusalCode.UNKNOWN_PEER);
        assertThat(refusal(arrival(new Peer.Nobody()))).isEqualTo(RefusalCode.UNKNOWN_PEER);
    }

    @Test
    void nobodyIsWhoShowsTheMailCertificateAtAnotherDoor() {
        assertThat(refusal(arrival(new Peer.Certificate(CERTIFICATE)))).isEqualTo(RefusalCode.UNKNOWN_PEER);
    }

    @Test
    void noAgencyIsOneWhoseCertificateIsRevoked() {
        area.badCertificates.add(CERTIFICATE);

        assertThat(refusal(mail(CERTIFICATE, ADDRESS))).isEqualTo(RefusalCode.CERTIFICATE_REJECTED);
    }

    @Test
    void mailHasAnAddressOfItsOwnAndACertificate() {
        assertThat(findings(TEXT)).isEmpty();
        assertThat(findings(TEXT.replace(", address: Desk@Hospital.Example", "")))
                .contains("parties: wenbury-hospital has mail without an address, or an address without mail");
        assertThat(findings(TEXT.replace("door: mail, ", "door: rest, ")))
                .contains("parties: wenbury-hospital has mail without an address, or an address without mail");
        assertThat(findings(TEXT.replace("{use: mail, ", "{use: sign, ")))
                .contains("parties: wenbury-hospital sends mail and has no certificate to sign it with");
        assertThat(findings(with(TEXT, "wenbury-gp", CHANNEL, Bytes.utf8("gp").digest())))
                .contains("parties: the address " + ADDRESS + " stands twice");
        assertThat(findings(TEXT.replace("Desk@Hospital.Example", "\"a@b.example, c@d.example\"")))
                .isNotEmpty();
        assertThat(findings(TEXT.replace("Desk@Hospital.Example", "\"Desk <a@b.example>\"")))
                .isNotEmpty();
    }

    @Test
    void whoReadsTheDocumentReadsTheAddress() {
        assertThat(area.shelf().document(area.shelf().known(NOW).orElseThrow().ref(), NOW))
                .hasValueSatisfying(
                        page -> assertThat(page).contains("mail: sends and receives, channel, " + ADDRESS + ", smime"));
    }

    private RefusalCode refusal(Arrival arrival) {
        RefusalCode[] code = new RefusalCode[1];
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> area.shelf().identify(arrival, NOW))
                .satisfies(refused -> code[0] = refused.refusal().code());
        return code[0];
    }

    private static Arrival mail(Digest certificate, String address) {
        return arrival(new Peer.Correspondent(certificate, address));
    }

    private static Arrival arrival(Peer peer) {
        return new Arrival(Door.MAIL, peer, Optional.empty(), Bytes.utf8(""), NOW, Optional.empty(), Optional.empty());
    }

    private static List<String> findings(String text) {
        try {
            new ProtocolReader(new Policy()::findings).read(Bytes.utf8(text));
            return List.of();
        } catch (UnsoundProtocol e) {
            return e.findings();
        }
    }

    private static String with(String text, String agency, String channel, Digest certificate) {
        return after(
                after(text, agency, "    channels:\n", channel),
                agency,
                "    certificates:\n",
                "      - {use: mail, sha256: \"" + certificate.hex() + "\"}\n");
    }

    private static String after(String text, String agency, String list, String line) {
        int at = text.indexOf(list, text.indexOf("- id: " + agency)) + list.length();
        return text.substring(0, at) + line + text.substring(at);
    }
}
