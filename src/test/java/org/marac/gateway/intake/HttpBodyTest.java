package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

/** Bodies that are small, slow or nothing on the wire and would be much, long or endless behind it. */
class HttpBodyTest {
    private static final int LIMIT = 1024 * 1024;
    private static final LongSupplier STILL = () -> 0;
    /** The head of a gzip file (RFC 1952) and, after it, blocks of no bytes (RFC 1951, section 3.2.4). */
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};

    private static final byte[] NOTHING = {0, 0, 0, (byte) 0xff, (byte) 0xff};

    private final AtomicLong came = new AtomicLong();

    @Test
    void aBodyIsReadWholeAndOneTooLargeOnlyToOneByteMore() throws Exception {
        assertThat(HttpBody.decoded(request(new byte[LIMIT], ""), LIMIT).size()).isEqualTo(LIMIT);
        assertThat(HttpBody.decoded(request(new byte[3 * LIMIT], ""), LIMIT).size())
                .isEqualTo(LIMIT + 1);
        assertThat(came.get()).isLessThanOrEqualTo(2 * LIMIT + 1);
    }

    @Test
    void ofABombOneByteMoreThanTheLimitComesOut() throws Exception {
        byte[] bomb = gzip(new byte[100 * LIMIT]);

        assertThat(HttpBody.decoded(request(bomb, "gzip"), LIMIT).size()).isEqualTo(LIMIT + 1);
    }

    @Test
    void aBombInABombIsUnpackedOnce() throws Exception {
        byte[] inner = gzip(new byte[LIMIT]);

        assertThat(HttpBody.decoded(request(gzip(inner), "gzip"), LIMIT).toArray())
                .isEqualTo(inner);
        assertThat(fault(request(gzip(inner), "gzip, gzip"), STILL)).isEqualTo(HttpBody.Fault.UNKNOWN_ENCODING);
    }

    @Test
    void whatUnpacksToNothingForEverEnds() {
        assertThat(fault(endless(HEAD, NOTHING), STILL)).isEqualTo(HttpBody.Fault.TOO_LARGE);
        assertThat(came.get()).isLessThan(2 * LIMIT);
    }

    @Test
    void anEndlessFileNameInTheHeadEnds() {
        byte[] head = HEAD.clone();
        head[3] = 8;

        assertThat(fault(endless(head, new byte[] {'a'}), STILL)).isEqualTo(HttpBody.Fault.TOO_LARGE);
        assertThat(came.get()).isLessThan(2 * LIMIT);
    }

    @Test
    void manyPartsOfNothingAreNoGzipThatIsTaken() throws Exception {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        byte[] empty = gzip(new byte[0]);
        for (int i = 0; i < LIMIT / empty.length; i++) {
            parts.writeBytes(empty);
        }

        assertThat(fault(request(parts.toByteArray(), "gzip"), STILL)).isEqualTo(HttpBody.Fault.NOT_GZIP);
    }

    @Test
    void severalPartsAreOneBody() throws Exception {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        parts.writeBytes(gzip(new byte[] {1, 2}));
        parts.writeBytes(gzip(new byte[] {3}));

        assertThat(HttpBody.decoded(request(parts.toByteArray(), "gzip"), LIMIT).toArray())
                .containsExactly(1, 2, 3);
    }

    @Test
    void whatIsCutOffOrNoGzipIsNotGuessed() throws Exception {
        byte[] whole = gzip(new byte[1000]);

        assertThat(fault(request(java.util.Arrays.copyOf(whole, whole.length - 9), "gzip"), STILL))
                .isEqualTo(HttpBody.Fault.NOT_GZIP);
        assertThat(fault(request(new byte[] {1, 2, 3}, "gzip"), STILL)).isEqualTo(HttpBody.Fault.NOT_GZIP);
    }

    @Test
    void whoTricklesIsWaitedForForHalfAMinutePackedOrNot() {
        AtomicLong second = new AtomicLong();
        LongSupplier oneEachLook = () -> second.incrementAndGet() * 1_000_000_000L;

        assertThat(fault(trickling(new byte[0], new byte[] {'a'}, ""), oneEachLook))
                .isEqualTo(HttpBody.Fault.TOO_SLOW);
        assertThat(came.get()).isBetween(25L, 40L);
        assertThat(fault(trickling(HEAD, NOTHING, "gzip"), oneEachLook)).isEqualTo(HttpBody.Fault.TOO_SLOW);
        assertThat(came.get()).isBetween(50L, 90L);
    }

    private HttpBody.Fault fault(MockHttpServletRequest request, LongSupplier nanos) {
        HttpBody.Unread unread =
                catchThrowableOfType(HttpBody.Unread.class, () -> HttpBody.decoded(request, LIMIT, nanos));
        return unread.fault();
    }

    private MockHttpServletRequest request(byte[] body, String encoding) {
        return request(new ByteArrayInputStream(body), encoding, Integer.MAX_VALUE);
    }

    private MockHttpServletRequest endless(byte[] head, byte[] again) {
        return request(repeating(head, again), "gzip", Integer.MAX_VALUE);
    }

    /** One byte at a time. */
    private MockHttpServletRequest trickling(byte[] head, byte[] again, String encoding) {
        return request(repeating(head, again), encoding, 1);
    }

    private static InputStream repeating(byte[] head, byte[] again) {
        Iterator<InputStream> parts = Stream.concat(Stream.of(head), Stream.generate(() -> again))
                .<InputStream>map(ByteArrayInputStream::new)
                .iterator();
        return new SequenceInputStream(new java.util.Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return parts.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return parts.next();
            }
        });
    }

    private MockHttpServletRequest request(InputStream body, String encoding, int atOnce) {
        MockHttpServletRequest request = new MockHttpServletRequest() {
            @Override
            public ServletInputStream getInputStream() {
                return new Arriving(body, atOnce, came);
            }
        };
        if (!encoding.isEmpty()) {
            request.addHeader("Content-Encoding", encoding);
        }
        return request;
    }

    private static final class Arriving extends ServletInputStream {
        private final InputStream body;
        private final int atOnce;
        private final AtomicLong came;

        Arriving(InputStream body, int atOnce, AtomicLong came) {
            this.body = body;
            this.atOnce = atOnce;
            this.came = came;
        }

        @Override
        public int read() throws IOException {
            int one = body.read();
            came.addAndGet(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int read = body.read(to, from, Math.min(length, atOnce));
            came.addAndGet(Math.max(read, 0));
            return read;
        }

        @Override
        public int available() {
            return 1;
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }
}
