package org.marac.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.CorpusTable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Refused;

/**
 * Signed and encrypted mail of many makers. Every certificate is taken for one the protocol names, on a day on which most of them
 * were good: nothing of it counts all the same, because of SHA-1, MD5 and short keys.
 */
class MailCorpusTest {
    private static final Path CORPUS = Path.of("../shared/inputs/smime");
    private static final Clock THEN = Clock.fixed(Instant.parse("2006-09-04T12:00:00Z"), ZoneOffset.UTC);
    private static final String WEAK = "refused: weak-algorithm weak-algorithm";
    private static final String NOT_SIGNED = "refused: bad-signature not-signed";
    private static final String NOT_MIME = "refused: unreadable not-mime";
    private static final String NOT_OURS = "refused: not-for-us no-recipient-is-us";

    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("3nnn_smime.eml", "refused: certificate-rejected expired"),
            Map.entry("attachonly.eml", NOT_SIGNED),
            // AS2 goes over HTTP: it begins with a request line.
            Map.entry("basicAS2.message", NOT_MIME),
            // No mail at all: a part without sender, called a signature.
            Map.entry("brokenEnv.message", "refused: bad-signature no-sender"),
            Map.entry("circular.eml", WEAK),
            // Called signed-data, and is encrypted.
            Map.entry("dotnet_encrypted_mail.eml", NOT_OURS),
            Map.entry("embeddedmulti.message", WEAK),
            Map.entry("extra-nl.eml", WEAK),
            Map.entry("multi-alternative.eml", WEAK),
            Map.entry("openssl-signed-sha256-non-default-salt-length.eml", "refused: certificate-rejected expired"),
            Map.entry("outlook_2010_beta_sime_msg.eml", "refused: bad-signature no-sender"),
            Map.entry("qp-soft-break.eml", WEAK),
            Map.entry("quotable.message", WEAK),
            Map.entry("rawAS2.message", NOT_MIME),
            Map.entry("test128.message", "refused: bad-signature no-sender"),
            Map.entry("test192.message", "refused: bad-signature no-sender"),
            Map.entry("test256.message", "refused: bad-signature no-sender"),
            Map.entry("validator.expired.eml", WEAK),
            Map.entry("validator.extKeyUsage.eml", WEAK),
            Map.entry("validator.keyUsage.eml", WEAK),
            Map.entry("validator.longValidity.eml", WEAK),
            Map.entry("validator.noEmail.eml", WEAK),
            Map.entry("validator.notYetValid.eml", WEAK),
            Map.entry("validator.revoked.eml", WEAK),
            Map.entry("validator.shortKey.eml", WEAK),
            Map.entry("validator.validMail.eml", WEAK));

    @TempDir
    Path directory;

    @Test
    void everyMailOfTheCorpusIsRefusedForWhatIsWrongWithIt() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "The corpus of signed mail is not here");
        Path trust = Files.createDirectory(directory.resolve("trust"));
        Files.copy(CORPUS.resolve("validator.root.crt"), trust.resolve("root.crt"));
        CorpusTable table = new CorpusTable("smime");
        try (Stream<Path> files = Files.list(CORPUS)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(eml|message)"))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString();
                table.add(name, EXPECTED.getOrDefault(name, "no such file"), got(file, trust));
            }
        }
        table.check();
    }

    @Test
    void whatIsInsideAnOldMailIsFoundWithoutBelievingIt() throws Exception {
        assumeTrue(Files.isDirectory(CORPUS), "The corpus of signed mail is not here");
        Entity mail = Entity.mail(Files.readAllBytes(CORPUS.resolve("extra-nl.eml")));
        Attachments attachments = Attachments.of(mail.parts(2).get(0));

        assertThat(attachments.files()).extracting(Attachments.File::number).containsExactly(1);
        assertThat(attachments.left())
                .extracting(left -> left.refusal().reason())
                .contains(Optional.of("mail-within-mail"));
    }

    private static String got(Path file, Path trust) throws IOException {
        byte[] mail = Files.readAllBytes(file);
        try {
            String from =
                    Entity.mail(mail).field("from").flatMap(Addresses::one).orElse("");
            new Reading(TestSealing.of(trust, digest -> true, THEN), new From(from), any -> false, "a@b", THEN)
                    .read(mail);
            return "taken";
        } catch (Refused refused) {
            return "refused: " + refused.refusal().code().code()
                    + refused.refusal().reason().map(reason -> " " + reason).orElse("");
        }
    }

    private record From(String address) implements Correspondents {
        @Override
        public Optional<Correspondent> signing(Digest certificate) {
            return Optional.of(
                    new Correspondent(new AgencyId("agency"), address, Duration.ofDays(7), Duration.ofMinutes(5)));
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
