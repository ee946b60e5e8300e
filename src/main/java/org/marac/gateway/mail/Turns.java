package org.marac.gateway.mail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Whose mail is taken next? What says it is an agency's before what does not; one of each agency and then the next of each; and of nobody more than a
 * few before the mailbox is looked at again. So whoever fills the mailbox makes only their own wait. What a mail says it is from is no proof, and
 * nothing but the order depends on it.
 */
final class Turns {
    /** How many of one sender in a round. */
    static final int OF_ONE = 20;

    private Turns() {}

    /**
     * What is taken in a round, in this order.
     *
     * @param waiting what lies there, the oldest first
     * @param senders of each agency the places of what says it is from it
     */
    static List<Inbox.Waiting> of(List<Inbox.Waiting> waiting, Collection<Set<String>> senders) {
        List<Deque<Inbox.Waiting>> agencies = new ArrayList<>();
        List<Inbox.Waiting> others = new ArrayList<>(waiting);
        for (Set<String> places : senders) {
            Deque<Inbox.Waiting> theirs = new ArrayDeque<>();
            others.stream()
                    .filter(mail -> places.contains(mail.place()))
                    .limit(OF_ONE)
                    .forEach(theirs::add);
            others.removeIf(mail -> places.contains(mail.place()));
            agencies.add(theirs);
        }
        List<Inbox.Waiting> round = new ArrayList<>();
        while (agencies.stream().anyMatch(theirs -> !theirs.isEmpty())) {
            agencies.stream().filter(theirs -> !theirs.isEmpty()).forEach(theirs -> round.add(theirs.remove()));
        }
        others.stream().limit(OF_ONE).forEach(round::add);
        return round;
    }
}
