package org.marac.gateway.format;

import java.util.Map;
import net.sf.saxon.expr.XPathContext;
import net.sf.saxon.lib.TraceListener;
import net.sf.saxon.trace.Traceable;
import net.sf.saxon.trans.UncheckedXPathException;
import net.sf.saxon.trans.XPathException;

/** Ends a stylesheet at its next step when its thread was interrupted: the only place where Saxon can be stopped. */
final class StopWhenInterrupted implements TraceListener {

    @Override
    public void enter(Traceable instruction, Map<String, Object> properties, XPathContext context) {
        if (Thread.currentThread().isInterrupted()) {
            throw new UncheckedXPathException(new XPathException("It ran for too long"));
        }
    }
}
