package org.marac.gateway.reading;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What the packed parts of a PDF file unpack to, counted before the library unpacks them. Only the packing that files of
 * today use is let through; one that packs twice, or otherwise, is not.
 */
final class Inflated {
    private static final int MOST_BYTES = 32 * 1024 * 1024;
    private static final byte[] STREAM = {'s', 't', 'r', 'e', 'a', 'm'};

    private Inflated() {}

    static void check(byte[] file) throws Unreadable {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int at = 0; at < file.length - STREAM.length; at++) {
            if (!isStream(file, at)) {
                continue;
            }
            int begin = at + STREAM.length;
            begin += begin < file.length && file[begin] == '\r' ? 1 : 0;
            begin += begin < file.length && file[begin] == '\n' ? 1 : 0;
            total += inflated(file, begin, buffer, MOST_BYTES - total);
            if (total > MOST_BYTES) {
                throw new Unreadable("unpacks to too much");
            }
        }
        refuse(file, "LZWDecode");
        refuse(file, "RunLengthDecode");
    }

    private static long inflated(byte[] file, int begin, byte[] buffer, long most) throws Unreadable {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(file, begin, file.length - begin);
            long total = 0;
            while (!inflater.finished() && !inflater.needsInput() && total <= most) {
                int got = inflater.inflate(buffer);
                if (got == 0) {
                    break;
                }
                if (total == 0) {
                    packedTwice(buffer, got);
                }
                total += got;
            }
            return total;
        } catch (DataFormatException e) {
            // Not packed, or broken; the library will say.
            return 0;
        } finally {
            inflater.end();
        }
    }

    /** Whether what comes out is packed again (a zlib header, RFC 1950). */
    private static void packedTwice(byte[] out, int length) throws Unreadable {
        boolean zlib = length > 1 && (out[0] & 0x0f) == 8 && ((out[0] & 0xff) * 256 + (out[1] & 0xff)) % 31 == 0;
        if (zlib && (out[0] & 0xff) == 0x78) {
            throw new Unreadable("packed twice");
        }
    }

    private static void refuse(byte[] file, String filter) throws Unreadable {
        byte[] name = filter.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at <= file.length - name.length; at++) {
            if (Arrays.equals(file, at, at + name.length, name, 0, name.length)) {
                throw new Unreadable("packed in another way");
            }
        }
    }

    private static boolean isStream(byte[] file, int at) {
        return Arrays.equals(file, at, at + STREAM.length, STREAM, 0, STREAM.length);
    }
}
