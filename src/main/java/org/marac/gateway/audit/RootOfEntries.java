package org.marac.gateway.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The root hash of entries one after another: the stack of complete subtrees, without tiles. Checks what tiles say. */
final class RootOfEntries {
    private final Deque<byte[]> stack = new ArrayDeque<>();
    private long size;

    void add(byte[] leafHash) {
        byte[] hash = leafHash;
        for (long i = size; (i & 1) == 1; i >>= 1) {
            hash = Merkle.node(stack.pop(), hash);
        }
        stack.push(hash);
        size++;
    }

    byte[] root() {
        if (stack.isEmpty()) {
            return Merkle.empty();
        }
        Iterator<byte[]> fromRight = stack.iterator();
        byte[] root = fromRight.next();
        while (fromRight.hasNext()) {
            root = Merkle.node(fromRight.next(), root);
        }
        return root;
    }
}
