package org.marac.gateway.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.marac.gateway.model.Bytes;

/**
 * The key-encryption key in a file for the gateway's user alone: 64 hexadecimal digits. Without this file nothing in the
 * record can be read again, so it belongs in a backup of its own, apart from the database's.
 */
public final class FileKeyCustody implements KeyCustody {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);
    private static final int ID_BYTES = 8;
    private static final String WRAP = "marac-gateway/key-wrap/1";

    private final byte[] key;
    private final byte[] id;

    private FileKeyCustody(byte[] master) {
        this.key = derived(master, "marac-gateway/kek/1", Aead.KEY_BYTES);
        this.id = derived(master, "marac-gateway/kek-id/1", ID_BYTES);
    }

    /**
     * Reads the key; makes one where there is no file.
     *
     * @throws KeyUnavailable the file is not a key, cannot be read or written, or can be read by others
     */
    public static FileKeyCustody in(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            requireOursAlone(file);
            byte[] master = HexFormat.of().parseHex(Files.readString(file).strip());
            if (master.length != Aead.KEY_BYTES) {
                throw new KeyUnavailable("The key file does not hold 64 hexadecimal digits");
            }
            return new FileKeyCustody(master);
        } catch (IOException e) {
            throw new KeyUnavailable("The key file cannot be read or made", e);
        } catch (IllegalArgumentException e) {
            // Without the cause: its message quotes the file.
            throw new KeyUnavailable("The key file does not hold 64 hexadecimal digits");
        }
    }

    @Override
    public Bytes wrap(byte[] plain, String context) {
        byte[] sealed = Aead.encrypt(key, plain, Aead.context(WRAP, context));
        return Bytes.of(ByteBuffer.allocate(ID_BYTES + sealed.length)
                .put(id)
                .put(sealed)
                .array());
    }

    @Override
    public byte[] unwrap(Bytes wrapped, String context) {
        byte[] value = wrapped.toArray();
        if (value.length <= ID_BYTES || !Arrays.equals(value, 0, ID_BYTES, id, 0, ID_BYTES)) {
            throw new KeyUnavailable("This was wrapped by another key-encryption key");
        }
        return Aead.decrypt(key, Arrays.copyOfRange(value, ID_BYTES, value.length), Aead.context(WRAP, context));
    }

    private static byte[] derived(byte[] master, String use, int length) {
        return Hkdf.derive(master, new byte[0], use.getBytes(StandardCharsets.UTF_8), length);
    }

    private static void create(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path fresh = Files.createTempFile(
                directory,
                "kek-",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                fresh,
                HexFormat.of().formatHex(Aead.newKey()) + "\n",
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        // The name too must survive a power cut: what is encrypted from now on needs this key.
        try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
            entry.force(true);
        }
    }

    private static void requireOursAlone(Path file) throws IOException {
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw new KeyUnavailable("The key file can be read or written by others; its mode must be 0600");
        }
    }
}
