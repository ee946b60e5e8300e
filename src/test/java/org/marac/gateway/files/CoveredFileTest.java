package org.marac.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

class CoveredFileTest {
    private static final Digest CERTIFICATE = Digest.of(new byte[] {7});
    private static final int PIECE = 32 * 1024;
    private static final CoveredFile.Growth ANY = (bytes, size) -> {};

    /** Wraps by turning every bit: what matters here is who is asked. */
    private static final KeyWrap KEYS = new KeyWrap() {
        @Override
        public Bytes wrap(byte[] key) {
            return Bytes.of(turned(key));
        }

        @Override
        public byte[] unwrap(Bytes wrapped) {
            return turned(wrapped.toArray());
        }
    };

    @TempDir
    Path directory;

    @Test
    void whatIsWrittenIsReadAgainHoweverItWasCutToPieces() throws IOException {
        byte[] content = content(3 * PIECE + 5);
        Path file = written(content, 1_000);

        assertThat(read(file)).isEqualTo(content);
        assertThat(CoveredFile.plainSize(Files.size(file))).isEqualTo(content.length);
        try (CoveredFile covered = CoveredFile.read(file, KEYS)) {
            assertThat(covered.certificate()).isEqualTo(CERTIFICATE);
        }
    }

    @Test
    void nothingOfItLiesOnTheDiskInClear() throws IOException {
        String secret = "Sunniva Okafor-Lindqvist";
        byte[] content = secret.repeat(10_000).getBytes(StandardCharsets.UTF_8);

        byte[] disk = Files.readAllBytes(written(content, 777));

        assertThat(new String(disk, StandardCharsets.ISO_8859_1)).doesNotContain(secret, secret.substring(0, 8));
        assertThat(Bytes.of(disk)).isNotEqualTo(Bytes.of(Files.readAllBytes(written(content, 777))));
    }

    @Test
    void piecesMayComeOutOfOrder() throws IOException {
        byte[] content = content(5 * PIECE / 2);
        Path file = directory.resolve("disordered");
        try (CoveredFile covered = CoveredFile.create(file, KEYS, CERTIFICATE, ANY)) {
            for (int at : new int[] {2 * PIECE, PIECE / 2, 0}) {
                int length = at == 0 ? PIECE / 2 : Math.min(3 * PIECE / 2, content.length - at);
                covered.position(at);
                covered.write(ByteBuffer.wrap(content, at, length));
            }
        }

        assertThat(read(file)).isEqualTo(content);
    }

    @Test
    void anUploadThatBrokeOffGoesOnWhereItEnded() throws IOException {
        byte[] content = content(2 * PIECE + 100);
        Path file = written(Arrays.copyOf(content, PIECE + 50), 4_096);
        try (CoveredFile covered = CoveredFile.open(file, KEYS, ANY)) {
            covered.position(covered.size());
            covered.write(ByteBuffer.wrap(content, PIECE + 50, PIECE + 50));
        }

        assertThat(read(file)).isEqualTo(content);
    }

    @Test
    void aByteChangedOnTheDiskIsNoticed() throws IOException {
        Path file = written(content(PIECE + 9), 4_096);
        byte[] disk = Files.readAllBytes(file);
        disk[disk.length - 1] ^= 1;
        Files.write(file, disk);

        assertThatThrownBy(() -> read(file)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPieceCannotStandInForAnother() throws IOException {
        Path file = written(content(2 * PIECE), 4_096);
        byte[] disk = Files.readAllBytes(file);
        int record = PIECE + FileKey.OVERHEAD;
        int head = disk.length - 2 * record;
        byte[] swapped = disk.clone();
        System.arraycopy(disk, head, swapped, head + record, record);
        System.arraycopy(disk, head + record, swapped, head, record);
        Files.write(file, swapped);

        assertThatThrownBy(() -> read(file)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsTooMuchIsNotWritten() throws IOException {
        Path file = directory.resolve("much");
        try (CoveredFile covered = CoveredFile.create(file, KEYS, CERTIFICATE, (bytes, size) -> {
            if (size > 100) {
                throw new IOException("too much");
            }
        })) {
            covered.write(ByteBuffer.allocate(100));
            assertThatThrownBy(() -> covered.write(ByteBuffer.allocate(1))).hasMessage("too much");
            covered.position(1L << 40);
            assertThatThrownBy(() -> covered.write(ByteBuffer.allocate(1))).hasMessage("too much");
        }

        assertThat(read(file)).hasSize(100);
    }

    private Path written(byte[] content, int at) throws IOException {
        Path file = directory.resolve("written");
        try (CoveredFile covered = CoveredFile.create(file, KEYS, CERTIFICATE, ANY)) {
            for (int from = 0; from < content.length; from += at) {
                covered.write(ByteBuffer.wrap(content, from, Math.min(at, content.length - from)));
            }
        }
        return file;
    }

    private static byte[] read(Path file) throws IOException {
        try (CoveredFile covered = CoveredFile.read(file, KEYS)) {
            return Channels.newInputStream(covered).readAllBytes();
        }
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(11).nextBytes(content);
        return content;
    }

    private static byte[] turned(byte[] key) {
        byte[] turned = new byte[key.length];
        for (int i = 0; i < key.length; i++) {
            turned[i] = (byte) ~key[i];
        }
        return turned;
    }
}
