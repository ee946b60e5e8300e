package org.marac.gateway.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is the hash of the tree, and which hashes prove a place in it? The Merkle tree of RFC 9162 section 2.1, made from
 * the hashes of its complete subtrees. Makes proofs; {@link Proofs} checks them and shares no code with this.
 */
final class Merkle {
    /** Bytes of a hash. */
    static final int HASH = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    /** The hashes of complete subtrees: what the tree is stored as. */
    interface Subtrees {
        /**
         * The hash over the leaves {@code index * 2^level} to {@code (index + 1) * 2^level - 1}.
         *
         * @throws AuditLogUnavailable when it is not stored
         */
        byte[] at(int level, long index);
    }

    private Merkle() {}

    /** The hash of an entry. */
    static byte[] leaf(byte[] entry) {
        MessageDigest sha256 = sha256();
        sha256.update(LEAF);
        return sha256.digest(entry);
    }

    /** The hash of two hashes side by side. */
    static byte[] node(byte[] left, byte[] right) {
        MessageDigest sha256 = sha256();
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }

    /** The hash of the tree without leaves. */
    static byte[] empty() {
        return sha256().digest();
    }

    /** The hash of the tree of the first {@code size} leaves. */
    static byte[] root(long size, Subtrees subtrees) {
        return size == 0 ? empty() : range(0, size, subtrees);
    }

    /**
     * The inclusion proof of a leaf, from the leaf to the root (RFC 9162 section 2.1.3.1).
     *
     * @param index of the leaf, less than the size
     */
    static List<byte[]> inclusion(long index, long size, Subtrees subtrees) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("The tree has no such leaf");
        }
        List<byte[]> proof = new ArrayList<>();
        inclusion(index, 0, size, subtrees, proof);
        return proof;
    }

    private static void inclusion(long index, long from, long to, Subtrees subtrees, List<byte[]> proof) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (index < middle) {
            inclusion(index, from, middle, subtrees, proof);
            proof.add(range(middle, to, subtrees));
        } else {
            inclusion(index, middle, to, subtrees, proof);
            proof.add(range(from, middle, subtrees));
        }
    }

    /**
     * The proof that the tree of {@code older} leaves is the beginning of the tree of {@code newer} leaves (RFC 9162
     * section 2.1.4.1).
     *
     * @param older at least 1, at most newer
     */
    static List<byte[]> consistency(long older, long newer, Subtrees subtrees) {
        if (older < 1 || older > newer) {
            throw new IllegalArgumentException("Only a tree with leaves is the beginning of a tree");
        }
        List<byte[]> proof = new ArrayList<>();
        if (older < newer) {
            consistency(older, 0, newer, true, subtrees, proof);
        }
        return proof;
    }

    private static void consistency(
            long older, long from, long to, boolean whole, Subtrees subtrees, List<byte[]> proof) {
        if (older == to - from) {
            if (!whole) {
                proof.add(range(from, to, subtrees));
            }
            return;
        }
        long half = split(to - from);
        if (older <= half) {
            consistency(older, from, from + half, whole, subtrees, proof);
            proof.add(range(from + half, to, subtrees));
        } else {
            consistency(older - half, from + half, to, false, subtrees, proof);
            proof.add(range(from, from + half, subtrees));
        }
    }

    /** The hash over leaves; {@code from} is a multiple of the largest power of two in the range. */
    private static byte[] range(long from, long to, Subtrees subtrees) {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            return subtrees.at(level, from >> level);
        }
        long middle = from + split(count);
        return node(range(from, middle, subtrees), range(middle, to, subtrees));
    }

    /** The largest power of two that is smaller than the count. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
