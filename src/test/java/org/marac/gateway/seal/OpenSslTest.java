package org.marac.gateway.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.marac.gateway.seal.TestPki.NOW;
import static org.marac.gateway.seal.TestPki.attempt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Identified;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Party.PinnedCertificate;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/** Agencies have OpenSSL: we read what it seals, and it reads what we seal. */
class OpenSslTest {
    private static final Path CERTS = Path.of("certs-example").toAbsolutePath();
    private static final Path POLICE = CERTS.resolve("agencies/wenbury-police");
    private static final String SHA256_DERIVATION = "ecdh_kdf_md:sha256";

    @TempDir
    private Path directory;

    private final Trust trust = Trust.read(CERTS);
    private final Certificates certificates = Certificates.read(CERTS);
    private final Seal seal =
            new Seal(Keyring.read(CERTS.resolve("gateway")), () -> trust, () -> certificates, Clock.systemUTC());
    private final Identified police = TestArea.identified(TestArea.party(
            TestArea.POLICE,
            List.of(
                    new PinnedCertificate(
                            PinnedCertificate.Use.SIGN, Certificates.digestOf(POLICE.resolve("sign.crt"))),
                    new PinnedCertificate(
                            PinnedCertificate.Use.ENCRYPT, Certificates.digestOf(POLICE.resolve("encrypt.crt"))))));

    @BeforeEach
    void needsOpenSsl() {
        assumeTrue(isInstalled(), "openssl is not installed");
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("openssl", "version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private int openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl", "cms"));
        command.addAll(List.of(arguments));
        return attempt(() -> new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("openssl.log").toFile())
                .start()
                .waitFor());
    }

    private void works(String... arguments) {
        assertThat(openssl(arguments))
                .as(() -> attempt(() -> Files.readString(directory.resolve("openssl.log"))))
                .isZero();
    }

    private void write(String file, byte[] bytes) {
        attempt(() -> Files.write(directory.resolve(file), bytes));
    }

    private Bytes read(String file) {
        return attempt(() -> Bytes.of(Files.readAllBytes(directory.resolve(file))));
    }

    private void signedByThePolice(String... more) {
        write("envelope.json", TestArea.envelope().getBytes(UTF_8));
        List<String> command = new ArrayList<>(List.of(
                "-sign",
                "-binary",
                "-nodetach",
                "-md",
                "sha256",
                "-in",
                "envelope.json",
                "-outform",
                "DER",
                "-out",
                "signed.der",
                "-signer",
                POLICE.resolve("sign.crt").toString(),
                "-inkey",
                POLICE.resolve("sign.key").toString()));
        command.addAll(List.of(more));
        works(command.toArray(String[]::new));
    }

    private Bytes sealedForTheGateway(String cipher, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "-encrypt",
                "-binary",
                cipher,
                "-in",
                "signed.der",
                "-outform",
                "DER",
                "-out",
                "sealed.der",
                "-recip",
                CERTS.resolve("gateway/encrypt.crt").toString()));
        command.addAll(List.of(more));
        works(command.toArray(String[]::new));
        return read("sealed.der");
    }

    private Refusal refusal(Bytes sealed) {
        Refused refused = catchThrowableOfType(Refused.class, () -> seal.open(sealed, police, NOW));
        assertThat(refused).as("refused").isNotNull();
        return refused.refusal();
    }

    @Test
    void opensWhatTheDocumentedCommandsSeal() throws Refused {
        signedByThePolice("-cades");

        Opened opened = seal.open(sealedForTheGateway("-aes-256-gcm", "-keyopt", SHA256_DERIVATION), police, NOW);

        assertThat(opened.content()).isEqualTo(Bytes.utf8(TestArea.CONTENT));
        assertThat(opened.signer()).contains(Certificates.digestOf(POLICE.resolve("sign.crt")));
    }

    @Test
    void refusesTheKeyDerivationWithSha1ThatOpenSslUsesUnlessTold() {
        signedByThePolice("-cades");
        assertThat(refusal(sealedForTheGateway("-aes-256-gcm")))
                .isEqualTo(Refusal.of(RefusalCode.WEAK_ALGORITHM, "key-encryption"));
    }

    @Test
    void refusesTheWeakerCiphersOfOpenSsl() {
        signedByThePolice("-cades");
        assertThat(refusal(sealedForTheGateway("-aes-256-cbc", "-keyopt", SHA256_DERIVATION))
                        .code())
                .isEqualTo(RefusalCode.WEAK_ALGORITHM);
        assertThat(refusal(sealedForTheGateway("-aes-128-gcm", "-keyopt", SHA256_DERIVATION))
                        .code())
                .isEqualTo(RefusalCode.WEAK_ALGORITHM);
    }

    @Test
    void refusesASignatureMadeWithoutCadesAndOneOfTwoSigners() {
        signedByThePolice();
        assertThat(refusal(sealedForTheGateway("-aes-256-gcm", "-keyopt", SHA256_DERIVATION)))
                .isEqualTo(Refusal.of(RefusalCode.BAD_SIGNATURE, "no-signing-certificate-attribute"));
        signedByThePolice(
                "-cades",
                "-signer",
                CERTS.resolve("stranger/sign.crt").toString(),
                "-inkey",
                CERTS.resolve("stranger/sign.key").toString());
        assertThat(refusal(sealedForTheGateway("-aes-256-gcm", "-keyopt", SHA256_DERIVATION)))
                .isEqualTo(Refusal.of(RefusalCode.BAD_SIGNATURE, "several-signers"));
    }

    @Test
    void openSslReadsWhatWeSeal() {
        Envelope envelope = new Envelope(
                new MessageId("out-1"),
                TestArea.GATEWAY,
                List.of(TestArea.POLICE),
                NOW,
                "application/fhir+json",
                Bytes.utf8("{}"),
                Optional.empty(),
                Optional.empty());
        write("closed.der", seal.close(envelope, police.agency(), NOW).toArray());

        works(
                "-decrypt",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "closed.der",
                "-out",
                "signed.der",
                "-recip",
                POLICE.resolve("encrypt.crt").toString(),
                "-inkey",
                POLICE.resolve("encrypt.key").toString());
        works(
                "-verify",
                "-cades",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "signed.der",
                "-out",
                "envelope.json",
                "-CAfile",
                rootAndList(),
                "-crl_check",
                "-attime",
                attime());

        assertThat(read("envelope.json")).isEqualTo(Bytes.of(EnvelopeWriter.write(envelope)));
    }

    @Test
    void openSslFindsADamagedSeal() {
        byte[] closed = TestArea.closedFor("{}".getBytes(UTF_8), certificateOfPolice());
        closed[closed.length - 1] ^= 1;
        write("closed.der", closed);

        assertThat(openssl(
                        "-decrypt",
                        "-binary",
                        "-inform",
                        "DER",
                        "-in",
                        "closed.der",
                        "-out",
                        "plain",
                        "-recip",
                        POLICE.resolve("encrypt.crt").toString(),
                        "-inkey",
                        POLICE.resolve("encrypt.key").toString()))
                .isNotZero();
    }

    @Test
    void openSslReadsOurReceipts() {
        write("receipt.der", seal.sign(Bytes.utf8("{\"outcome\":\"accepted\"}")).toArray());

        works(
                "-verify",
                "-cades",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "receipt.der",
                "-out",
                "receipt.json",
                "-CAfile",
                rootAndList(),
                "-crl_check",
                "-attime",
                attime());

        assertThat(read("receipt.json")).isEqualTo(Bytes.utf8("{\"outcome\":\"accepted\"}"));
    }

    @Test
    void detachedSignaturesGoBothWays() {
        Bytes protocol = Bytes.utf8("id: wenbury-marac\r\nversion: 1\n");
        write("protocol.yaml", protocol.toArray());
        Digest signer = Certificates.digestOf(POLICE.resolve("sign.crt"));
        DetachedSignatures door = new DetachedSignatures(() -> trust, Clock.systemUTC());

        works(
                "-sign",
                "-binary",
                "-cades",
                "-md",
                "sha256",
                "-in",
                "protocol.yaml",
                "-outform",
                "DER",
                "-out",
                "police.p7s",
                "-signer",
                POLICE.resolve("sign.crt").toString(),
                "-inkey",
                POLICE.resolve("sign.key").toString());
        assertThatCode(() -> door.check(protocol, read("police.p7s"), signer::equals, NOW))
                .doesNotThrowAnyException();

        write(
                "ours.p7s",
                door.sign(protocol, POLICE.resolve("sign.key"), POLICE.resolve("sign.crt"))
                        .toArray());
        works(
                "-verify",
                "-cades",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "ours.p7s",
                "-content",
                "protocol.yaml",
                "-out",
                "out",
                "-CAfile",
                rootAndList(),
                "-crl_check",
                "-attime",
                attime());
    }

    @Test
    void rsaGoesBothWaysWithOaepAndPss() throws Refused {
        TestPki pki = new TestPki();
        TestPki.Holder rsa = pki.issue(
                "rsa",
                s -> s.key("RSA-3072")
                        .usage(org.bouncycastle.asn1.x509.KeyUsage.keyEncipherment)
                        .noPurpose());
        TestPki.Holder signer = pki.issue("signer", s -> s.key("RSA-3072"));
        writeHolder("rsa", rsa);
        writeHolder("signer", signer);
        write("envelope.json", TestArea.envelope().getBytes(UTF_8));
        works(
                "-sign",
                "-binary",
                "-cades",
                "-nodetach",
                "-md",
                "sha256",
                "-in",
                "envelope.json",
                "-outform",
                "DER",
                "-out",
                "signed.der",
                "-signer",
                "signer.crt",
                "-inkey",
                "signer.key",
                "-keyopt",
                "rsa_padding_mode:pss");
        works(
                "-encrypt",
                "-binary",
                "-aes-256-gcm",
                "-in",
                "signed.der",
                "-outform",
                "DER",
                "-out",
                "sealed.der",
                "-recip",
                "rsa.crt",
                "-keyopt",
                "rsa_padding_mode:oaep",
                "-keyopt",
                "rsa_oaep_md:sha256");
        Trust ours = pki.trust();
        Seal rsaSeal = new Seal(
                new Keyring(pki.signer("gateway").own(), List.of(rsa.own())),
                () -> ours,
                () -> certificates,
                Clock.systemUTC());
        Identified sender = TestArea.identified(TestArea.party(
                TestArea.POLICE, List.of(new PinnedCertificate(PinnedCertificate.Use.SIGN, signer.digest()))));

        assertThat(rsaSeal.open(read("sealed.der"), sender, NOW).content()).isEqualTo(Bytes.utf8(TestArea.CONTENT));

        write("closed.der", TestArea.closedFor("{}".getBytes(UTF_8), rsa.certificate()));
        works(
                "-decrypt",
                "-binary",
                "-inform",
                "DER",
                "-in",
                "closed.der",
                "-out",
                "plain",
                "-recip",
                "rsa.crt",
                "-inkey",
                "rsa.key");
        assertThat(read("plain")).isEqualTo(Bytes.utf8("{}"));
    }

    private void writeHolder(String name, TestPki.Holder holder) {
        attempt(() -> {
            Pem.write(directory.resolve(name + ".crt"), "CERTIFICATE", holder.der());
            Pem.write(
                    directory.resolve(name + ".key"),
                    "PRIVATE KEY",
                    holder.key().getEncoded());
            return name;
        });
    }

    private static java.security.cert.X509Certificate certificateOfPolice() {
        return Pem.certificate(POLICE.resolve("encrypt.crt"));
    }

    private String rootAndList() {
        return attempt(() -> Files.writeString(
                        directory.resolve("trust.pem"),
                        Files.readString(CERTS.resolve("ca.crt")) + Files.readString(CERTS.resolve("ca.crl"))))
                .toString();
    }

    private static String attime() {
        return Long.toString(NOW.getEpochSecond());
    }
}
