//! Names in scope: a stack in which the innermost of a name is found at once.

use super::facts::Symbol;

/// Names with what they stand for, the innermost last.
#[derive(Debug)]
pub(crate) struct Names<T> {
    stack: Vec<Entry<T>>,
    /// For each symbol one more than the place of its innermost entry, or 0.
    innermost: Vec<u32>,
    /// What was taken out of scope for a while.
    hidden: Vec<(Symbol, T)>,
}

#[derive(Clone, Copy, Debug)]
struct Entry<T> {
    name: Symbol,
    value: T,
    /// One more than the place of the entry that this one hides, or 0.
    hides: u32,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { stack: Vec::new(), innermost: Vec::new(), hidden: Vec::new() }
    }
}

/// Names that were taken out of scope for a while: where they begin among all that are hidden.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hidden(usize);

impl<T: Copy> Names<T> {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.stack.len()
    }

    /// Takes all out of scope, and forgets the symbols of the file that they stood in.
    pub(crate) fn clear(&mut self) {
        self.stack.clear();
        self.innermost.clear();
        self.hidden.clear();
    }

    /// Brings a name into scope.
    pub(crate) fn push(&mut self, name: Symbol, value: T) {
        if self.innermost.len() <= name.index() {
            self.innermost.resize(name.index() + 1, 0);
        }
        self.stack.push(Entry { name, value, hides: self.innermost[name.index()] });
        self.innermost[name.index()] = self.stack.len() as u32;
    }

    /// What a name stands for, if it was brought into scope behind the first `from`.
    pub(crate) fn find(&self, name: Symbol, from: usize) -> Option<T> {
        let place = self.innermost.get(name.index()).copied().unwrap_or(0) as usize;
        if place > from { Some(self.stack[place - 1].value) } else { None }
    }

    /// Takes all but the first `len` out of scope.
    pub(crate) fn truncate(&mut self, len: usize) {
        while self.stack.len() > len {
            self.pop();
        }
    }

    fn pop(&mut self) -> Option<Entry<T>> {
        let last = self.stack.pop()?;
        self.innermost[last.name.index()] = last.hides;
        Some(last)
    }

    /// Takes all but the first `len` out of scope until they are shown again.
    pub(crate) fn hide(&mut self, len: usize) -> Hidden {
        let from = self.hidden.len();
        while self.stack.len() > len {
            let last = self.pop();
            self.hidden.extend(last.map(|entry| (entry.name, entry.value)));
        }
        Hidden(from)
    }

    /// Brings back what was hidden; what was hidden later is back already.
    pub(crate) fn show(&mut self, hidden: Hidden) {
        while self.hidden.len() > hidden.0
            && let Some((name, value)) = self.hidden.pop()
        {
            self.push(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_name_is_found() {
        let (a, b) = (Symbol(0), Symbol(1));
        let mut names = Names::default();
        names.push(a, 1);
        names.push(b, 2);
        names.push(a, 3);
        assert_eq!(names.find(a, 0), Some(3));
        assert_eq!(names.find(b, 2), None, "an item hides the variables around it");
        let hidden = names.hide(1);
        assert_eq!(names.find(a, 0), Some(1));
        assert_eq!(names.find(b, 0), None);
        names.show(hidden);
        assert_eq!((names.find(a, 0), names.find(b, 0)), (Some(3), Some(2)));
        names.truncate(0);
        assert_eq!(names.find(a, 0), None);
    }
}
