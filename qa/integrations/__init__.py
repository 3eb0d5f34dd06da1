"""Our retriever as other frameworks know one; each module needs the framework it is named after."""
