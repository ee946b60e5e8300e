package org.marac.gateway.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Transfer;

/**
 * What goes with a case that is handed to another area? All that its sender says; and of what the record holds every item
 * that its originator has released to the receiving MARAC for a transfer (P12). Everything else the record holds is counted
 * and named by originator and kind, so that the receiving coordinator knows what to ask for, and whom (H18).
 */
public final class Pack {
    private static final Transfer.Kept.Reason NOT_RELEASED = Transfer.Kept.Reason.NOT_RELEASED;

    private final Transfer transfer;
    private final List<Information.Item> items;
    private final Set<List<Object>> there = new HashSet<>();
    private final TreeMap<String, Transfer.Kept> kept = new TreeMap<>();

    private Pack(Transfer transfer) {
        this.transfer = transfer;
        this.items = new ArrayList<>(transfer.items());
        transfer.items()
                .forEach(item -> there.add(
                        sameness(item, originator(item, transfer.header().sender()))));
    }

    /**
     * The transfer with all that goes with it.
     *
     * @param said what stands in the record of the case, oldest first
     */
    public static Transfer complete(Transfer transfer, List<Message> said) {
        Pack pack = new Pack(transfer);
        said.forEach(pack::add);
        return transfer.with(pack.items, List.copyOf(pack.kept.values()));
    }

    private void add(Message message) {
        Message substance = message.substance();
        AgencyId sender = message.header().sender();
        if (substance instanceof Referral && !sender.equals(transfer.header().sender())) {
            keep(sender, substance.kind().name(), Transfer.Kept.Reason.NOT_IN_ITEMS);
        }
        for (Information.Item item : substance.items()) {
            AgencyId originator = originator(item, sender);
            boolean own = originator.equals(transfer.header().sender());
            if (!own
                    && !item.releasedFor(Purpose.TRANSFER)
                            .contains(transfer.move().to())) {
                keep(originator, item.category().name(), NOT_RELEASED);
            } else if (there.add(sameness(item, originator))) {
                items.add(own ? item : item.of(originator));
            }
        }
    }

    private void keep(AgencyId originator, String category, Transfer.Kept.Reason reason) {
        kept.merge(
                originator + " " + category + " " + reason,
                new Transfer.Kept(originator, category, 1, reason),
                (one, other) -> new Transfer.Kept(originator, category, one.count() + other.count(), reason));
    }

    private static AgencyId originator(Information.Item item, AgencyId sender) {
        return item.originator().orElse(sender);
    }

    /** What an agency repeats goes once. */
    private static List<Object> sameness(Information.Item item, AgencyId originator) {
        return List.of(originator, item.category(), item.subject(), item.text(), item.asOf());
    }
}
