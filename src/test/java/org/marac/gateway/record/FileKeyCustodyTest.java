package org.marac.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.Bytes;

class FileKeyCustodyTest {
    @TempDir
    Path directory;

    @Test
    void anotherKeyDoesNotUnwrap() {
        Bytes wrapped = FileKeyCustody.in(directory.resolve("one")).wrap(new byte[32], "case 1");
        FileKeyCustody other = FileKeyCustody.in(directory.resolve("other"));
        assertThatThrownBy(() -> other.unwrap(wrapped, "case 1"))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("another key-encryption key");
    }

    @Test
    void aWrappedKeyOfAnotherCaseDoesNotUnwrap() {
        FileKeyCustody custody = FileKeyCustody.in(directory.resolve("kek"));
        Bytes wrapped = custody.wrap(new byte[32], "case 1");
        assertThatThrownBy(() -> custody.unwrap(wrapped, "case 2")).isInstanceOf(KeyUnavailable.class);
    }

    @Test
    void oneFlippedBitDoesNotUnwrap() {
        FileKeyCustody custody = FileKeyCustody.in(directory.resolve("kek"));
        byte[] wrapped = custody.wrap(new byte[32], "case 1").toArray();
        for (int i = 0; i < wrapped.length; i++) {
            byte[] altered = wrapped.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> custody.unwrap(Bytes.of(altered), "case 1"))
                    .isInstanceOf(KeyUnavailable.class);
        }
    }

    @Test
    void aFileOthersMayReadIsRefused() throws IOException {
        Path file = directory.resolve("kek");
        FileKeyCustody.in(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> FileKeyCustody.in(file))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("0600");
    }

    @Test
    void aFileThatIsNoKeyIsRefusedWithoutQuotingIt() throws IOException {
        Path file = directory.resolve("kek");
        FileKeyCustody.in(file);
        Files.writeString(file, "secret but not hexadecimal");
        assertThatThrownBy(() -> FileKeyCustody.in(file))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void theKeyIsMadeOnceForItsOwnerAlone() throws IOException {
        Path file = directory.resolve("keys/kek");
        Bytes wrapped = FileKeyCustody.in(file).wrap(new byte[] {1, 2, 3}, "case 1");
        assertThat(FileKeyCustody.in(file).unwrap(wrapped, "case 1")).containsExactly(1, 2, 3);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
