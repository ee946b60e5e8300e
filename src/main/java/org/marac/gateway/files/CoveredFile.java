package org.marac.gateway.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/**
 * A file that lies encrypted from its first byte: what an agency writes never touches the disk in clear. In front stands
 * whose certificate wrote it and the file's own key, wrapped with the gateway's.
 */
final class CoveredFile implements SeekableByteChannel {
    private static final int PIECE = 32 * 1024;
    private static final int RECORD = PIECE + FileKey.OVERHEAD;
    private static final int HEAD = 256;
    private static final int DIGEST = 32;
    private static final int MAGIC = 0x4d415246;

    private final FileChannel file;
    private final FileKey key;
    private final Digest certificate;
    private final Growth growth;
    private final byte[] plain = new byte[PIECE];
    private long piece = -1;
    private int length;
    private boolean dirty;
    private long position;
    private long size;

    /** Says no to what is too much. */
    @FunctionalInterface
    interface Growth {
        /** @throws IOException the file, or all of the agency's, would become too large */
        void by(long bytes, long size) throws IOException;
    }

    private CoveredFile(FileChannel file, FileKey key, Digest certificate, Growth growth) throws IOException {
        this.file = file;
        this.key = key;
        this.certificate = certificate;
        this.growth = growth;
        this.size = plainSize(file.size());
    }

    /** A new, empty file in the place of whatever was there. */
    static CoveredFile create(Path path, KeyWrap keys, Digest certificate, Growth growth) throws IOException {
        FileChannel file = FileChannel.open(
                path,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE));
        byte[] own = FileKey.fresh();
        byte[] wrapped = keys.wrap(own).toArray();
        ByteBuffer head = ByteBuffer.allocate(HEAD)
                .putInt(MAGIC)
                .put(certificate.toArray())
                .putShort((short) wrapped.length)
                .put(wrapped);
        write(file, head.clear(), 0);
        return new CoveredFile(file, FileKey.of(own), certificate, growth);
    }

    /** A file that is there, to go on writing it. */
    static CoveredFile open(Path path, KeyWrap keys, Growth growth) throws IOException {
        return open(path, keys, growth, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** A file that is there, to be read. */
    static CoveredFile read(Path path, KeyWrap keys) throws IOException {
        return open(path, keys, (bytes, size) -> {}, Set.of(StandardOpenOption.READ));
    }

    private static CoveredFile open(Path path, KeyWrap keys, Growth growth, Set<StandardOpenOption> how)
            throws IOException {
        FileChannel file = FileChannel.open(path, how);
        try {
            ByteBuffer head = ByteBuffer.allocate(HEAD);
            read(file, head, 0);
            if (head.flip().getInt() != MAGIC) {
                throw new IOException("Not a file of this server");
            }
            byte[] certificate = new byte[DIGEST];
            head.get(certificate);
            byte[] wrapped = new byte[head.getShort()];
            head.get(wrapped);
            return new CoveredFile(file, FileKey.of(keys.unwrap(Bytes.of(wrapped))), Digest.wrap(certificate), growth);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** How long what is in it is, by how long it is on the disk. */
    static long plainSize(long covered) {
        long body = Math.max(0, covered - HEAD);
        return body / RECORD * PIECE + Math.max(0, body % RECORD - FileKey.OVERHEAD);
    }

    /** Whose certificate wrote it. */
    Digest certificate() {
        return certificate;
    }

    @Override
    public synchronized int read(ByteBuffer to) throws IOException {
        requireOpen();
        if (position < 0 || position >= size) {
            return -1;
        }
        int before = to.remaining();
        while (to.hasRemaining() && position < size) {
            load(position / PIECE);
            int from = (int) (position % PIECE);
            int now = Math.min(to.remaining(), length - from);
            to.put(plain, from, now);
            position += now;
        }
        return before - to.remaining();
    }

    @Override
    public synchronized int write(ByteBuffer from) throws IOException {
        requireOpen();
        long at = position;
        if (at < 0 || at > Long.MAX_VALUE - from.remaining()) {
            throw new IOException("No file has such a place");
        }
        long end = at + from.remaining();
        if (end > size) {
            growth.by(end - size, end);
        }
        // Clients may send the pieces of a file out of order.
        position = Math.min(at, size);
        while (position < at) {
            put(ByteBuffer.allocate((int) Math.min(PIECE, at - position)));
        }
        int all = from.remaining();
        put(from);
        return all;
    }

    private void put(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            load(position / PIECE);
            int to = (int) (position % PIECE);
            int now = Math.min(from.remaining(), PIECE - to);
            from.get(plain, to, now);
            length = Math.max(length, to + now);
            dirty = true;
            position += now;
            size = Math.max(size, position);
        }
    }

    private void load(long wanted) throws IOException {
        if (wanted == piece) {
            return;
        }
        flush();
        length = 0;
        if (wanted * PIECE < size) {
            int there = (int) Math.min(PIECE, size - wanted * PIECE) + FileKey.OVERHEAD;
            ByteBuffer record = ByteBuffer.allocate(there);
            read(file, record, HEAD + wanted * RECORD);
            length = key.decrypt(wanted, record.array(), there, plain);
        }
        piece = wanted;
    }

    private void flush() throws IOException {
        if (dirty) {
            write(file, ByteBuffer.wrap(key.encrypt(piece, plain, length)), HEAD + piece * RECORD);
            dirty = false;
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += file.write(bytes, to);
        }
    }

    private static void read(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        long from = at;
        while (bytes.hasRemaining()) {
            int read = file.read(bytes, from);
            if (read < 0) {
                throw new EOFException("A file ends before its end");
            }
            from += read;
        }
    }

    @Override
    public synchronized long position() {
        return position;
    }

    @Override
    public synchronized SeekableByteChannel position(long wanted) {
        position = wanted;
        return this;
    }

    @Override
    public synchronized long size() {
        return size;
    }

    @Override
    public SeekableByteChannel truncate(long wanted) throws IOException {
        throw new IOException("A file here is written anew, not shortened");
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    /** What is in it is on the disk when this returns. */
    @Override
    public synchronized void close() throws IOException {
        if (file.isOpen()) {
            try (FileChannel closing = file) {
                if (dirty) {
                    flush();
                    closing.force(true);
                }
            }
        }
    }
}
