package org.marac.gateway.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What keys stand for, made once each and kept: the one asked for longest ago goes when there are too many. */
final class Latest<K, V> {
    private final Map<K, V> kept;

    /** @param most how many are kept */
    Latest(int most) {
        this.kept = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** What the key stands for; made now if it is not here. */
    synchronized V of(K key, Function<K, V> make) {
        return kept.computeIfAbsent(key, make);
    }
}
