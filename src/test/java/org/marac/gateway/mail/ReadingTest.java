package org.marac.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.kit.ExampleAuthority;
import org.marac.gateway.kit.MailPerson;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/** Mails as people and attackers write them, made with OpenSSL. */
class ReadingTest {
    private static final String GATEWAY = "marac@gateway.example";
    private static final String CSV = "Referral reference,Victim name\n1,Ada Example\n";

    @TempDir
    static Path directory;

    private static MailPerson police;
    private static MailPerson housing;
    private static Path trust;

    private final Set<Digest> pinned = new HashSet<>();
    private Clock clock = Clock.systemUTC();

    @BeforeAll
    static void people() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        police = MailPerson.of(directory, "desk@police.example");
        housing = MailPerson.of(directory, "tenancy@housing.example");
        trust = Files.createDirectory(directory.resolve("trust"));
        Files.copy(Path.of("certs-example/ca.crt"), trust.resolve("ca.crt"));
        Files.copy(Path.of("certs-example/ca.crl"), trust.resolve("ca.crl"));
    }

    @BeforeEach
    void pinned() {
        pinned.addAll(List.of(police.digest(), housing.digest()));
    }

    @Nested
    class IsTakenAsTheirs {
        @Test
        void whenTheWholeMailIsSigned() throws Refused {
            Letter letter = read(police.mail(GATEWAY, police.signed(part(GATEWAY))));

            assertThat(letter.complaint()).isEmpty();
            assertThat(letter.from().agency()).isEqualTo(new AgencyId("police"));
            assertThat(letter.signer()).isEqualTo(police.digest());
            assertThat(letter.files()).hasSize(1);
            assertThat(letter.files().get(0).bytes().text()).isEqualTo(CSV);
        }

        @Test
        void whenTheSignatureHoldsTheContent() throws Refused {
            assertTaken(police.signedInside(part(GATEWAY)));
            assertTaken(police.signedInside(part(GATEWAY), "-stream"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"-aes256", "-aes128", "-aes-256-gcm"})
        void whenItIsSignedAndThenEncrypted(String cipher) throws Refused {
            assertTaken(police.encrypted(police.signed(part(GATEWAY)), wrapped(cipher)));
            assertTaken(police.encrypted(police.signedInside(part(GATEWAY)), wrapped(cipher)));
        }

        @Test
        void whenItIsSignedOnceMoreAroundThat() throws Refused {
            assertTaken(police.signed(police.encrypted(police.signed(part(GATEWAY)), "-aes256")));
        }

        @Test
        void underTheNamesThatOldProgramsUse() throws Refused {
            String signed = latin(police.signed(part(GATEWAY)));
            String encrypted = latin(police.encrypted(police.signed(part(GATEWAY)), "-aes256"));

            assertTaken(bytes(signed.replace("application/pkcs7-", "application/x-pkcs7-")
                    .replace("application/x-pkcs7-signature", "application/x-pkcs7-signature")));
            assertTaken(bytes(encrypted.replace("application/pkcs7-mime", "application/x-pkcs7-mime")));
        }

        @Test
        void byWhatTheCmsIsAndNotByWhatTheHeaderCallsIt() throws Refused {
            String encrypted = latin(police.encrypted(police.signed(part(GATEWAY)), "-aes256"));

            assertTaken(bytes(encrypted.replace("smime-type=enveloped-data", "smime-type=signed-data")));
            assertTaken(bytes(encrypted.replaceFirst(
                    "application/pkcs7-mime[^\\n]*", "application/octet-stream; name=\"smime.p7m\"")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"rsa:2048", "ec:P-384"})
        void withTheKeysThatPeopleHave(String key) throws Refused {
            MailPerson person = MailPerson.with(
                    directory, "desk@police.example", key, "digitalSignature", "emailProtection", "-days", "30");
            pinned.add(person.digest());

            assertThat(read(person.mail(GATEWAY, person.signed(part(GATEWAY)))).complaint())
                    .isEmpty();
        }

        @Test
        void whateverTheSenderCallsItself() throws Refused {
            byte[] signed = police.signed(part(GATEWAY));
            byte[] mail = MailPerson.joined(
                    "From: \"Housing <tenancy@housing.example>, Desk\" <Desk@Police.Example>\r\n", signed);

            assertThat(read(mail).from().agency()).isEqualTo(new AgencyId("police"));
        }
    }

    @Nested
    class IsNobodys {
        @Test
        void whenItIsNotSigned() {
            assertNobodys(police.mail(GATEWAY, part(GATEWAY)), RefusalCode.BAD_SIGNATURE, "not-signed");
            assertNobodys(
                    police.mail(GATEWAY, police.encrypted(part(GATEWAY), "-aes256")),
                    RefusalCode.BAD_SIGNATURE,
                    "not-signed");
        }

        @Test
        void whenASignerWhoIsAnAgencyWritesInTheNameOfAnother() {
            assertNobodys(
                    police.mail(GATEWAY, housing.signed(part(GATEWAY))),
                    RefusalCode.BAD_SIGNATURE,
                    "from-is-not-the-signer");
        }

        @Test
        void whenItNamesTwoSenders() {
            byte[] signed = police.signed(part(GATEWAY));

            assertNobodys(
                    MailPerson.joined("From: desk@police.example, tenancy@housing.example\r\n", signed),
                    RefusalCode.BAD_SIGNATURE,
                    "no-sender");
            assertNobodys(
                    MailPerson.joined("From: desk@police.example\r\nFrom: tenancy@housing.example\r\n", signed),
                    RefusalCode.UNREADABLE,
                    "not-mime");
            assertNobodys(signed, RefusalCode.BAD_SIGNATURE, "no-sender");
        }

        @Test
        void whenTheCertificateIsOfAnotherAddress() {
            MailPerson other = MailPerson.of(directory, "other@police.example");
            pinned.add(other.digest());

            assertNobodys(
                    MailPerson.joined("From: desk@police.example\r\n", other.signed(part(GATEWAY))),
                    RefusalCode.BAD_SIGNATURE,
                    "from-is-not-the-signer");
        }

        @Test
        void whenTheProtocolDoesNotNameTheCertificate() {
            MailPerson stranger = MailPerson.of(directory, "desk@police.example");

            assertNobodys(
                    stranger.mail(GATEWAY, stranger.signed(part(GATEWAY))),
                    RefusalCode.CERTIFICATE_REJECTED,
                    "not-pinned");
        }

        @Test
        void whenTwoHaveSigned() {
            byte[] signed = police.signed(
                    part(GATEWAY),
                    "-signer",
                    housing.certificate().toString(),
                    "-inkey",
                    housing.key().toString());

            assertNobodys(police.mail(GATEWAY, signed), RefusalCode.BAD_SIGNATURE, "several-signers");
            assertNobodys(
                    police.mail(GATEWAY, police.signed(police.signed(part(GATEWAY)))),
                    RefusalCode.BAD_SIGNATURE,
                    "signed-twice");
            assertNobodys(
                    police.mail(GATEWAY, housing.signed(police.encrypted(police.signed(part(GATEWAY)), "-aes256"))),
                    RefusalCode.BAD_SIGNATURE,
                    "signers-differ");
        }

        @Test
        void whenAByteOfWhatWasSignedIsAnother() {
            String signed = latin(police.mail(GATEWAY, police.signed(plain("For: " + GATEWAY + "\nAda"))));

            assertNobodys(bytes(signed.replace("Ada", "Eve")), RefusalCode.BAD_SIGNATURE, "bad-signature");
        }

        @Test
        void whenOnlyAPartOfItIsSigned() {
            byte[] footer = MailPerson.joined(
                    "Content-Type: multipart/mixed; boundary=list\r\n\r\n--list\r\n",
                    MailPerson.joined(
                            latin(police.signed(part(GATEWAY))),
                            bytes("\r\n--list\r\n\r\nA footer of a mailing list.\r\n--list--\r\n")));

            assertNobodys(police.mail(GATEWAY, footer), RefusalCode.BAD_SIGNATURE, "not-signed");
        }

        @ParameterizedTest
        @CsvSource({
            "digitalSignature,serverAuth,CERTIFICATE_REJECTED,wrong-key-usage",
            "keyAgreement,emailProtection,CERTIFICATE_REJECTED,wrong-key-usage"
        })
        void whenItsCertificateIsForSomethingElse(String usage, String purpose, RefusalCode code, String reason) {
            assertNobodys(
                    MailPerson.with(directory, "desk@police.example", "ec:P-256", usage, purpose, "-days", "30"),
                    code,
                    reason);
        }

        @Test
        void whenItsKeyIsWeak() {
            assertNobodys(
                    MailPerson.with(
                            directory,
                            "desk@police.example",
                            "rsa:1024",
                            "digitalSignature",
                            "emailProtection",
                            "-days",
                            "30"),
                    RefusalCode.WEAK_ALGORITHM,
                    "weak-algorithm");
        }

        @ParameterizedTest
        @ValueSource(strings = {"sha1", "md5"})
        void whenItsDigestIsWeak(String digest) {
            MailPerson person = MailPerson.with(
                    directory, "desk@police.example", "rsa:2048", "digitalSignature", "emailProtection", "-days", "30");
            pinned.add(person.digest());

            assertNobodys(
                    person.mail(GATEWAY, person.signed(part(GATEWAY), "-md", digest)),
                    RefusalCode.WEAK_ALGORITHM,
                    "weak-algorithm");
        }

        @Test
        void beforeAndAfterTheTimeOfItsCertificate() {
            byte[] mail = police.mail(GATEWAY, police.signed(part(GATEWAY)));

            clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(31));
            assertNobodys(mail, RefusalCode.CERTIFICATE_REJECTED, "expired");
            clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(-2));
            assertNobodys(mail, RefusalCode.CERTIFICATE_REJECTED, "expired");
        }

        @Test
        void whenItsCertificateIsRevoked() throws IOException {
            Path before = trust;
            try {
                trust = Files.createTempDirectory(directory, "revoked");
                Files.copy(Path.of("certs-example/ca.crt"), trust.resolve("ca.crt"));
                ExampleAuthority.revoke(
                        trust.resolve("ca.crl"),
                        Instant.now().minusSeconds(60),
                        Instant.now().plusSeconds(600),
                        police.certificate());

                assertNobodys(
                        police.mail(GATEWAY, police.signed(part(GATEWAY))),
                        RefusalCode.CERTIFICATE_REJECTED,
                        "revoked");
            } finally {
                trust = before;
            }
        }

        @Test
        void whenItIsEncryptedForSomebodyElseOrWeakly() {
            byte[] signed = police.signed(part(GATEWAY));
            byte[] forHousing = police.openssl(
                    signed,
                    "cms",
                    List.of(
                            "-encrypt",
                            "-aes256",
                            "-recip",
                            housing.encryptionCertificate().toString(),
                            "-keyopt",
                            "ecdh_kdf_md:sha256"));

            assertNobodys(police.mail(GATEWAY, forHousing), RefusalCode.NOT_FOR_US, "no-recipient-is-us");
            assertNobodys(
                    police.mail(GATEWAY, police.encrypted(signed, "-des3")),
                    RefusalCode.WEAK_ALGORITHM,
                    "content-encryption");
        }

        /** Half a signature, half an encryption, half a mail: never an exception, never a part of it. */
        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 5, 8})
        void whenItIsCutShort(int pieces) {
            byte[] signed = police.signed(part(GATEWAY));
            for (byte[] mail :
                    List.of(signed, police.signedInside(part(GATEWAY)), police.encrypted(signed, "-aes256"))) {
                byte[] whole = police.mail(GATEWAY, mail);
                byte[] cut = Arrays.copyOf(whole, whole.length * pieces / (pieces + 1));

                assertThatExceptionOfType(Refused.class)
                        .isThrownBy(() -> read(cut))
                        .satisfies(refused -> assertThat(refused.refusal().code())
                                .isIn(RefusalCode.UNREADABLE, RefusalCode.BAD_SIGNATURE));
            }
        }

        /** In a mail of the right shape, so that nothing but the CMS itself can tell. */
        @Test
        void whenTheCmsInItIsCutShort() {
            String mail = latin(police.mail(GATEWAY, police.signedInside(part(GATEWAY))));
            int body = mail.indexOf("\n\n") < 0 ? mail.indexOf("\r\n\r\n") : mail.indexOf("\n\n");
            String[] lines = mail.substring(body).strip().split("\r?\n");
            String half = String.join("\n", Arrays.copyOf(lines, lines.length / 2));

            assertNobodys(bytes(mail.substring(0, body) + "\n\n" + half + "\n"), RefusalCode.UNREADABLE, "not-smime");
        }

        @Test
        void whenAMachineAnswers() {
            byte[] mail = MailPerson.joined(
                    "Auto-Submitted: auto-replied (vacation)\r\n", police.mail(GATEWAY, police.signed(part(GATEWAY))));

            assertNobodys(mail, RefusalCode.UNSUPPORTED, "answer-of-a-machine");
        }

        private void assertNobodys(MailPerson person, RefusalCode code, String reason) {
            pinned.add(person.digest());
            assertNobodys(person.mail(GATEWAY, person.signed(part(GATEWAY))), code, reason);
        }

        private void assertNobodys(byte[] mail, RefusalCode code, String reason) {
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> read(mail))
                    .satisfies(refused -> {
                        assertThat(refused.refusal().code()).isEqualTo(code);
                        assertThat(refused.refusal().reason()).contains(reason);
                    });
        }
    }

    /** Housing has a mail the police signed, and sends it on to us in the police's name. */
    @Nested
    class IsNotTakenFromWhoeverPassesItOn {
        @Test
        void unlessWhatWasSignedSaysThatItIsForUs() throws Refused {
            byte[] toHousing = police.signed(part("tenancy@housing.example"));

            assertThat(complaint(police.mail(GATEWAY, housing.encrypted(toHousing, "-aes256"))))
                    .isEqualTo(Refusal.of(RefusalCode.NOT_FOR_US, "not-addressed-to-us"));
        }

        @Test
        void orTheFirstLineOfItsTextDoes() throws Refused {
            assertThat(read(police.mail(GATEWAY, police.signed(text("\n For: MARAC@gateway.example \nHello"))))
                            .complaint())
                    .isEmpty();
            assertThat(complaint(police.mail(GATEWAY, police.signed(text("See below.\n\nFor: " + GATEWAY)))))
                    .isEqualTo(Refusal.of(RefusalCode.NOT_FOR_US, "not-addressed-to-us"));
            assertThat(complaint(police.mail(GATEWAY, police.signed(text("To: " + GATEWAY)))))
                    .isEqualTo(Refusal.of(RefusalCode.NOT_FOR_US, "not-addressed-to-us"));
        }

        @Test
        void norWhenItWasSignedLongAgo() throws Refused {
            byte[] mail = police.mail(GATEWAY, police.signed(part(GATEWAY)));

            clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(8));
            assertThat(complaint(mail)).isEqualTo(Refusal.of(RefusalCode.OUT_OF_TIME, "too-old"));
            clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10));
        }

        @Test
        void norWhenItSaysInsideThatItIsFromAnother() throws Refused {
            byte[] part = MailPerson.joined("From: chief@police.example\r\n", part(GATEWAY));

            assertThat(complaint(police.mail(GATEWAY, police.signed(part))))
                    .isEqualTo(Refusal.of(RefusalCode.BAD_SIGNATURE, "from-differs-inside"));
        }
    }

    @Nested
    class HostileMail {
        @Test
        void ofTenThousandPartsIsNotRead() throws Refused {
            String parts = "--b\r\nContent-Type: text/csv; name=a.csv\r\n\r\na\r\n".repeat(10_000);
            byte[] bomb = bytes(header(GATEWAY, "multipart/mixed; boundary=b") + parts + "--b--\r\n");

            assertThat(complaint(police.mail(GATEWAY, police.signedInside(bomb))))
                    .isEqualTo(Refusal.of(RefusalCode.UNREADABLE, "too-many-parts"));
        }

        @Test
        void ofManyMultipartsEachWithManyPartsIsNotRead() throws Refused {
            String leaves = "--i\r\n\r\na\r\n".repeat(90) + "--i--\r\n";
            String inner = "--o\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n" + leaves;
            byte[] bomb = bytes(header(GATEWAY, "multipart/mixed; boundary=o") + inner.repeat(90) + "--o--\r\n");

            assertThat(complaint(police.mail(GATEWAY, police.signedInside(bomb))))
                    .isEqualTo(Refusal.of(RefusalCode.UNREADABLE, "too-many-parts"));
        }

        @Test
        void nestedAHundredTimesIsNotRead() throws Refused {
            StringBuilder nest = new StringBuilder(header(GATEWAY, "multipart/mixed; boundary=b0"));
            for (int i = 0; i < 100; i++) {
                nest.append("--b").append(i).append("\r\nContent-Type: multipart/mixed; boundary=b");
                nest.append(i + 1).append("\r\n\r\n");
            }
            for (int i = 100; i >= 0; i--) {
                nest.append("--b").append(i).append("--\r\n");
            }

            assertThat(complaint(police.mail(GATEWAY, police.signedInside(bytes(nest.toString()))))
                            .reason())
                    .isPresent();
        }

        @Test
        void withAHeaderWithoutEndIsNotRead() {
            assertRefused("X: " + "a".repeat(70_000) + "\r\n", "header-too-large");
            assertRefused("X: a\r\n".repeat(600), "header-too-large");
            assertRefused("X:" + "\r\n a".repeat(40_000) + "\r\n", "header-too-large");
        }

        @Test
        void withAHeaderThatTwoReadersReadInTwoWaysIsNotRead() {
            assertRefused("Content-Type: multipart/mixed; boundary=a\r\n", "not-mime");
            assertRefused("From : x\r\n\u0000: y\r\n", "not-mime");
            assertRefused("no colon\r\n", "not-mime");
        }

        @Test
        void withBrokenBase64IsToldSoAndNoMore() throws Refused {
            String part = header(GATEWAY, "multipart/mixed; boundary=b")
                    + "--b\r\nContent-Type: text/csv; name=a.csv\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD!\r\n--b--\r\n";

            assertThat(complaint(police.mail(GATEWAY, police.signed(bytes(part)))))
                    .isEqualTo(Refusal.of(RefusalCode.UNREADABLE, "not-base64"));
        }

        @Test
        void withAnIdThatWouldWriteHeadersIsAnsweredWithoutIt() throws Refused {
            byte[] signed = police.mail(GATEWAY, police.signed(part(GATEWAY)));

            assertThat(read(MailPerson.joined("Message-ID: <a@b>\r\n", signed)).id())
                    .contains("<a@b>");
            assertThat(read(MailPerson.joined("Message-ID: <a@b>\r\n\tBcc: x@y.example\r\n", signed))
                            .id())
                    .isEmpty();
        }

        @Test
        void isAnsweredToNobodyWhoseReturnPathIsEmpty() throws Refused {
            byte[] signed = police.mail(GATEWAY, police.signed(part(GATEWAY)));

            assertThat(read(signed).answerable()).isTrue();
            assertThat(read(MailPerson.joined("Return-Path: <>\r\n", signed)).answerable())
                    .isFalse();
        }

        private void assertRefused(String header, String reason) {
            byte[] mail = MailPerson.joined(header, police.mail(GATEWAY, police.signed(part(GATEWAY))));
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> read(mail))
                    .satisfies(refused -> assertThat(refused.refusal().reason()).contains(reason));
        }
    }

    @Nested
    class WhatItCarries {
        @Test
        void isEachFileByItselfAndNotItsPicturesAndWords() throws Refused {
            String part = header(GATEWAY, "multipart/mixed; boundary=b")
                    + "--b\r\nContent-Type: multipart/related; boundary=r\r\n\r\n"
                    + "--r\r\nContent-Type: text/html\r\n\r\n<img src=http://x.example/>\r\n"
                    + "--r\r\nContent-Type: image/png; name=logo.png\r\nContent-Disposition: inline\r\n\r\nPNG\r\n--r--\r\n"
                    + file("text/csv; name=rows.csv", "a,b\n")
                    + file("application/json; name=\"x.marac.json\"", "{}")
                    + file("application/octet-stream; name=all.7z", "7z\u00bc\u00af'\u001c..")
                    + "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n\r\nx\r\n"
                    + "--b--\r\n";

            Letter letter = read(police.mail(GATEWAY, police.signed(bytes(part))));

            assertThat(letter.complaint()).isEmpty();
            assertThat(letter.files()).extracting(Attachments.File::number).containsExactly(1, 2);
            assertThat(letter.files().get(0).type()).isEmpty();
            assertThat(letter.files().get(1).type())
                    .map(type -> type.code())
                    .contains("application/vnd.marac.message+json");
            assertThat(letter.left())
                    .extracting(left ->
                            left.number() + " " + left.refusal().reason().orElseThrow())
                    .containsExactly("3 archive", "4 mail-within-mail");
        }

        @Test
        void isAskedForWhereThereIsNothing() throws Refused {
            assertThat(complaint(police.mail(GATEWAY, police.signed(plain("For: " + GATEWAY)))))
                    .isEqualTo(Refusal.of(RefusalCode.UNREADABLE, "nothing-attached"));
        }

        private static String file(String type, String content) {
            return "--b\r\nContent-Type: " + type + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    + Base64.getEncoder().encodeToString(bytes(content)) + "\r\n";
        }
    }

    private void assertTaken(byte[] secured) throws Refused {
        Letter letter = read(police.mail(GATEWAY, secured));
        assertThat(letter.complaint()).isEmpty();
        assertThat(letter.from().agency()).isEqualTo(new AgencyId("police"));
        assertThat(letter.files()).hasSize(1);
    }

    private Refusal complaint(byte[] mail) throws Refused {
        return read(mail).complaint().orElseThrow();
    }

    private Letter read(byte[] mail) throws Refused {
        return new Reading(
                        TestSealing.of(trust, pinned::contains, clock),
                        new Known(),
                        ReadingTest::isSealed,
                        GATEWAY,
                        clock)
                .read(mail);
    }

    private static boolean isSealed(Attachments.File file) {
        try {
            return Rows.isSealed(file.bytes()::stream);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** GCM wants a key wrapped as strongly. */
    private static String[] wrapped(String cipher) {
        return new String[] {cipher, "-wrap", "id-aes256-wrap"};
    }

    private static byte[] part(String to) {
        return bytes(header(to, "multipart/mixed; boundary=b") + "--b\r\n\r\nHello.\r\n"
                + "--b\r\nContent-Type: text/csv; name=\"a.csv\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getEncoder().encodeToString(bytes(CSV)) + "\r\n--b--\r\n");
    }

    private static byte[] text(String words) {
        return bytes("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + words.replace("\n", "\r\n")
                + "\r\n--b\r\nContent-Type: text/csv; name=a.csv\r\n\r\na,b\r\n--b--\r\n");
    }

    private static byte[] plain(String words) {
        return bytes("Content-Type: text/plain\r\n\r\n" + words.replace("\n", "\r\n") + "\r\n");
    }

    private static String header(String to, String type) {
        return "To: " + to + "\r\nContent-Type: " + type + "\r\n\r\n";
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final class Known implements Correspondents {
        @Override
        public Optional<Correspondent> signing(Digest certificate) {
            return Optional.of(
                    certificate.equals(housing.digest())
                            ? new Correspondent(
                                    new AgencyId("housing"),
                                    housing.address(),
                                    Duration.ofDays(7),
                                    Duration.ofMinutes(5))
                            : new Correspondent(
                                    new AgencyId("police"),
                                    police.address(),
                                    Duration.ofDays(7),
                                    Duration.ofMinutes(5)));
        }

        @Override
        public Map<String, AgencyId> addresses() {
            return Map.of();
        }

        @Override
        public Optional<Party.MailAddress> addressOf(AgencyId agency) {
            return Optional.empty();
        }
    }
}
