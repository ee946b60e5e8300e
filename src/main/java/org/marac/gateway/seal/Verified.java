package org.marac.gateway.seal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/**
 * Which signatures were verified before? The protocol's are asked about every second, all of them over the same document,
 * and the arithmetic never gives another answer; whether the certificate is still good is asked each time. Of signatures
 * only a yes is kept. Safe to share between threads.
 */
final class Verified implements SignerCheck.Verification {
    /** A version has some twenty signatures and statements, and a few versions lie in a folder. */
    private static final int MOST_SIGNATURES = 1_000;

    private static final int MOST_CONTENTS = 64;

    private final Set<Digest> known = Collections.newSetFromMap(latest(MOST_SIGNATURES));
    private final Map<Content, byte[]> digests = latest(MOST_CONTENTS);

    private record Content(String algorithm, Bytes bytes) {}

    @Override
    public boolean verifies(SignatureAlgorithm algorithm, PublicKey key, byte[] signed, byte[] signature) {
        Digest question = question(algorithm, key, signed, signature);
        if (known.contains(question)) {
            return true;
        }
        boolean verifies = algorithm.verifies(key, signed, signature);
        if (verifies) {
            known.add(question);
        }
        return verifies;
    }

    @Override
    public byte[] digest(String algorithm, byte[] content) {
        return digests.computeIfAbsent(
                        new Content(algorithm, Bytes.of(content)), asked -> SignerCheck.digest(algorithm, content))
                .clone();
    }

    /** Each part by its digest, so that no byte can move from one to the next. */
    private static Digest question(SignatureAlgorithm algorithm, PublicKey key, byte[] signed, byte[] signature) {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        Stream.of(algorithm.toString().getBytes(StandardCharsets.UTF_8), key.getEncoded(), signed, signature)
                .forEach(part -> parts.writeBytes(Digest.of(part).toArray()));
        return Digest.of(parts.toByteArray());
    }

    private static <K, V> Map<K, V> latest(int most) {
        return Collections.synchronizedMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        });
    }
}
