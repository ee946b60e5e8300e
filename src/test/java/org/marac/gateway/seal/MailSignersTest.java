package org.marac.gateway.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.CorpusTable;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.model.Bytes;

/**
 * The validator mails of the corpus, all with MD5, SHA-1 and short keys: what else is wrong with their certificates, if that were let pass. Those
 * with nothing else wrong still find no path to a root, because MD5 signed them.
 */
class MailSignersTest {
    private static final Path CORPUS =
            Path.of("../shared/inputs/smime").toAbsolutePath().normalize();
    private static final Instant THEN = Instant.parse("2006-09-04T12:00:00Z");
    private static final SignerRules LENIENT = new SignerRules(
            (digest, signature) -> Optional.of(new SignatureAlgorithm("SHA-1", "SHA1withRSA", Optional.empty())),
            key -> true,
            KeyRules::maySignMail,
            false);

    private static final Map<String, String> EXPECTED = Map.of(
            "validator.expired.eml", "expired; [arminha@student.ethz.ch]",
            "validator.extKeyUsage.eml", "wrong-key-usage; [arminha@student.ethz.ch]",
            "validator.keyUsage.eml", "wrong-key-usage; [arminha@student.ethz.ch]",
            "validator.longValidity.eml", "no-path; [arminha@student.ethz.ch]",
            "validator.noEmail.eml", "no-path; []",
            "validator.notYetValid.eml", "expired; [arminha@student.ethz.ch]",
            "validator.revoked.eml", "no-path; [arminha@student.ethz.ch]",
            "validator.shortKey.eml", "no-path; [arminha@student.ethz.ch]",
            "validator.validMail.eml", "no-path; [arminha@student.ethz.ch]");

    @TempDir
    Path directory;

    @Test
    void whatIsWrongWithACertificateIsFoundBesideItsAge() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "The corpus of signed mail is not here");
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        Trust trust = new Trust(List.of(Pem.certificate(CORPUS.resolve("validator.root.crt"))), List.of(), List.of());
        CorpusTable table = new CorpusTable("smime-certificates");
        try (Stream<Path> files = Files.list(CORPUS)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("validator"))
                    .filter(f -> f.toString().endsWith(".eml"))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString();
                byte[] signature = signature(file);
                table.add(
                        name,
                        EXPECTED.getOrDefault(name, "no such file"),
                        reason(signature, trust) + "; " + addresses(signature));
            }
        }
        table.check();
    }

    private static String reason(byte[] signature, Trust trust) {
        try {
            new SignerCheck(LENIENT, SignatureAlgorithm::verifies)
                    .check(signature, Optional.of(Bytes.utf8("")), digest -> true, trust, THEN);
            return "taken";
        } catch (SignatureRejected e) {
            return e.reason().code();
        }
    }

    private static String addresses(byte[] signature) throws IOException {
        SignedData data =
                SignedData.getInstance(ContentInfo.getInstance(signature).getContent());
        for (var each : data.getCertificates()) {
            var certificate = Pem.certificate(each.toASN1Primitive().getEncoded(), "A mail");
            if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                return MailAddresses.of(certificate).toString();
            }
        }
        throw new AssertionError("No signer");
    }

    private byte[] signature(Path mail) throws IOException {
        Path out = Files.createTempFile(directory, "p7s", "");
        Programs.Ended ended = Programs.run(
                directory, List.of("openssl", "smime", "-pk7out", "-in", mail.toString(), "-out", out.toString()));
        assertThat(ended.status()).as(ended.said()).isZero();
        String pem = Files.readString(out).replaceAll("-----[^-]+-----", "");
        return Ber.toDer(Base64.getMimeDecoder().decode(pem)).orElseThrow();
    }
}
