package org.marac.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.Digest;

class SignedNoteTest {
    /** The example of the specification. */
    private static final String KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String TEXT = "This is an example message.\n";
    private static final String SIGNATURE = "\u2014 example.com/foo "
            + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    private static final String NOTE = TEXT + "\n" + SIGNATURE;

    @Test
    void verifiesTheExampleOfTheSpecification() throws Unproven {
        SignedNote note = SignedNote.parse(utf8(NOTE));
        note.verify(VerifierKey.parse(KEY));

        assertThat(note.text()).isEqualTo(TEXT);
        assertThat(VerifierKey.parse(KEY).text()).isEqualTo(KEY);
        assertThat(VerifierKey.parse(KEY).name()).isEqualTo("example.com/foo");
    }

    @Test
    void refusesTheNoteWithAnyBitFlipped() throws Unproven {
        VerifierKey key = VerifierKey.parse(KEY);
        byte[] note = utf8(NOTE);
        for (int bit = 0; bit < note.length * 8; bit++) {
            byte[] flipped = note.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThatThrownBy(() -> SignedNote.parse(flipped).verify(key))
                    .as("bit " + bit)
                    .isInstanceOf(Unproven.class);
        }
    }

    @Test
    void refusesTheKeyWithAnyBitFlipped() {
        byte[] key = utf8(KEY);
        for (int bit = 0; bit < key.length * 8; bit++) {
            byte[] flipped = key.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            String text = new String(flipped, StandardCharsets.UTF_8);

            assertThatThrownBy(() -> VerifierKey.parse(text)).as(text).isInstanceOf(Unproven.class);
        }
    }

    @Test
    void overlooksSignaturesOfKeysItDoesNotKnow() throws Unproven {
        String others = "\u2014 witness.example/w AAAAAAAAAAAA\n".repeat(16);

        SignedNote.parse(utf8(TEXT + "\n" + others + SIGNATURE)).verify(VerifierKey.parse(KEY));
        assertThatThrownBy(() -> SignedNote.parse(utf8(TEXT + "\n" + others)).verify(VerifierKey.parse(KEY)))
                .isInstanceOf(Unproven.class);
    }

    @Test
    void refusesANoteWithOneTrueAndOneFalseSignatureOfItsKey() throws Unproven {
        byte[] signed = Base64.getDecoder().decode(SIGNATURE.strip().split(" ")[2]);
        signed[40] ^= 1;
        String lie = "\u2014 example.com/foo " + Base64.getEncoder().encodeToString(signed) + "\n";
        SignedNote note = SignedNote.parse(utf8(NOTE + lie));

        assertThatThrownBy(() -> note.verify(VerifierKey.parse(KEY))).isInstanceOf(Unproven.class);
    }

    @Test
    void refusesWhatIsNotANote() {
        List<String> others = List.of(
                "",
                "\n",
                "\n\n",
                TEXT,
                TEXT + "\n",
                TEXT + SIGNATURE,
                NOTE + "\n",
                NOTE.strip(),
                NOTE.replace("\n", "\r\n"),
                NOTE.replace("example message", "example\tmessage"),
                NOTE.replace("\u2014 ", "- "),
                NOTE.replace("\u2014 ", "\u2014  "),
                NOTE.replace("aQM=", "aQN="),
                NOTE.replace("aQM=", "aQM"),
                NOTE.replace("aQM=", "aQM==="),
                TEXT + "\n\u2014 example.com/foo AAAA\n",
                TEXT + "\n" + SIGNATURE.repeat(65),
                "a".repeat(70_000) + NOTE);
        for (String other : others) {
            assertThatThrownBy(() -> SignedNote.parse(utf8(other)))
                    .as(other.substring(0, Math.min(60, other.length())))
                    .isInstanceOf(Unproven.class);
        }
        assertThatThrownBy(() -> SignedNote.parse(new byte[] {(byte) 0xc3, (byte) 0x28, '\n', '\n', 'x', '\n'}))
                .isInstanceOf(Unproven.class);
    }

    @Test
    void signsTheVeryCheckpointsThatTesseraPublishes() throws IOException, GeneralSecurityException, Unproven {
        Path log = Vectors.folder("tessera-log");
        LogKey key = tesseraKey();
        for (int size = 0; size <= 15; size++) {
            Digest root = Digest.wrap(Vectors.naive(Vectors.TESSERA.subList(0, size)));
            SignedCheckpoint signed = key.sign(new Checkpoint("example.com/log/testdata", size, root));

            assertThat(signed.note()).isEqualTo(Files.readString(log.resolve("checkpoint." + size)));
        }
    }

    @Test
    void refusesCheckpointsThatAreNotInTheirOneForm() {
        String good = "log.example/a\n12\n" + Base64.getEncoder().encodeToString(new byte[32]) + "\n";
        List<String> others = List.of(
                good.replace("12", "012"),
                good.replace("12", "-1"),
                good.replace("12", "+12"),
                good.replace("12", "9".repeat(19)),
                good.replace("log.example/a", ""),
                good.replace("log.example/a", "log example"),
                good.replace("log.example/a", "log+example"),
                good.replace("A=\n", "B=\n"),
                good.replace("=\n", "\n"),
                good + "extension\n",
                good.stripTrailing());
        for (String other : others) {
            assertThatThrownBy(() -> Checkpoint.parse(other)).as(other).isInstanceOf(Unproven.class);
        }
    }

    @Test
    void refusesTheCheckpointOfAnotherLogOfTheSameKeyHolder() {
        LogKey key = LogKey.generate("log.example/2026");
        String text = "log.example/2025\n0\n" + Base64.getEncoder().encodeToString(Merkle.empty()) + "\n";
        String note = key.sign(new Checkpoint("log.example/2026", 0, Digest.wrap(Merkle.empty())))
                .note();
        String moved = text + note.substring(note.indexOf("\n\n") + 1);

        assertThatThrownBy(() -> Checkpoint.open(moved, key.verifier())).isInstanceOf(Unproven.class);
    }

    @Test
    void keepsItsKeyInAFileOnlyTheOwnerReads(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("keys/log.pem");
        LogKey made = LogKey.loadOrCreate(file, "log.example/2026");
        LogKey again = LogKey.loadOrCreate(file, "log.example/2026");

        assertThat(again.verifier()).isEqualTo(made.verifier());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        LogKey other = LogKey.loadOrCreate(directory.resolve("other.pem"), "log.example/2026");
        assertThat(other.verifier()).isNotEqualTo(made.verifier());
    }

    @Test
    void refusesAKeyFileWhoseHalvesAreNotAPair(@TempDir Path directory) throws IOException {
        Path one = directory.resolve("one.pem");
        Path two = directory.resolve("two.pem");
        LogKey.loadOrCreate(one, "log.example/2026");
        LogKey.loadOrCreate(two, "log.example/2026");
        String mixed = Files.readString(one).split("(?=-----BEGIN PUBLIC)")[0]
                + Files.readString(two).split("(?=-----BEGIN PUBLIC)")[1];
        Files.writeString(one, mixed);

        assertThatThrownBy(() -> LogKey.load(one, "log.example/2026")).isInstanceOf(IOException.class);
    }

    private static LogKey tesseraKey() throws GeneralSecurityException, Unproven {
        byte[] typed = Base64.getDecoder().decode(Vectors.TESSERA_PRIVATE);
        byte[] pkcs8 = VerifierKey.join(
                HexFormat.of().parseHex("302e020100300506032b657004220420"), Arrays.copyOfRange(typed, 1, 33));
        PrivateKey key = Ed25519.keys().generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        byte[] raw = Base64.getDecoder().decode(Vectors.TESSERA_KEY.split("\\+", 3)[2]);
        return new LogKey("example.com/log/testdata", key, Ed25519.publicKey(Arrays.copyOfRange(raw, 1, 33)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
