package org.marac.gateway.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Does a proof hold? The verification algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2, word for word. Shares no code
 * with {@link Merkle}, so that a mistake there is found here before anything is signed.
 */
final class Proofs {
    private static final int HASH = 32;

    private Proofs() {}

    /** Whether the leaf with this hash stands at the index of the tree with this size and root. */
    static boolean included(byte[] leafHash, long index, long size, List<byte[]> proof, byte[] root) {
        if (index < 0 || index >= size || !hashes(proof) || leafHash.length != HASH) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        byte[] r = leafHash;
        for (byte[] p : proof) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = hash(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = hash(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && MessageDigest.isEqual(r, root);
    }

    /**
     * Whether the older tree is the beginning of the newer. The empty tree proves nothing and is refused: a caller that
     * starts from it says so itself.
     */
    static boolean consistent(long older, byte[] olderRoot, long newer, byte[] newerRoot, List<byte[]> proof) {
        if (older < 1 || older > newer || !hashes(proof)) {
            return false;
        }
        if (older == newer) {
            return proof.isEmpty() && MessageDigest.isEqual(olderRoot, newerRoot);
        }
        if (Long.bitCount(older) != 1 && proof.isEmpty()) {
            return false;
        }
        boolean complete = Long.bitCount(older) == 1;
        byte[] seed = complete ? olderRoot : proof.get(0);
        return follow(older, newer, seed, proof.subList(complete ? 0 : 1, proof.size()), olderRoot, newerRoot);
    }

    private static boolean follow(
            long older, long newer, byte[] seed, List<byte[]> path, byte[] olderRoot, byte[] newerRoot) {
        long fn = older - 1;
        long sn = newer - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        byte[] fr = seed;
        byte[] sr = seed;
        for (byte[] c : path) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = hash(c, fr);
                sr = hash(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = hash(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && MessageDigest.isEqual(fr, olderRoot) && MessageDigest.isEqual(sr, newerRoot);
    }

    private static boolean hashes(List<byte[]> proof) {
        return proof.stream().allMatch(hash -> hash.length == HASH);
    }

    private static byte[] hash(byte[] left, byte[] right) {
        byte[] both = new byte[1 + left.length + right.length];
        both[0] = 1;
        System.arraycopy(left, 0, both, 1, left.length);
        System.arraycopy(right, 0, both, 1 + left.length, right.length);
        try {
            return MessageDigest.getInstance("SHA-256").digest(both);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
