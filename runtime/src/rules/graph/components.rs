//! Graphs in parts: nodes that reach each other, and an order of these groups.
//!
//! Tarjan's algorithm: "Depth-first search and linear graph algorithms", SIAM J. Comput. 1 (1972).

/// The strongly connected components of a graph whose nodes say which follow them: those first that follow none, each in the order
/// of its numbers.
pub(in crate::rules) fn components(followers: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search {
        followers,
        numbers: vec![None; followers.len()],
        lowest: vec![0; followers.len()],
        is_open: vec![false; followers.len()],
        open: Vec::new(),
        found: Vec::new(),
        next: 0,
    };
    // Later nodes first, so that the order that comes out backwards keeps that of the numbers.
    for node in (0..followers.len()).rev() {
        if search.numbers[node].is_none() {
            search.visit(node);
        }
    }
    search.found.reverse();
    search.found
}

struct Search<'f> {
    followers: &'f [Vec<usize>],
    numbers: Vec<Option<usize>>,
    lowest: Vec<usize>,
    is_open: Vec<bool>,
    open: Vec<usize>,
    found: Vec<Vec<usize>>,
    next: usize,
}

impl Search<'_> {
    /// Visits a node and all that can be reached from it; without recursion, since chains may be long.
    fn visit(&mut self, root: usize) {
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((node, at)) = path.pop() {
            if let Some(&next) = self.followers[node].get(at) {
                path.push((node, at + 1));
                match self.numbers[next] {
                    None => {
                        self.enter(next);
                        path.push((next, 0));
                    }
                    Some(number) if self.is_open[next] => {
                        self.lowest[node] = self.lowest[node].min(number);
                    }
                    Some(_) => {}
                }
                continue;
            }
            if Some(self.lowest[node]) == self.numbers[node] {
                self.close(node);
            }
            if let Some(&(above, _)) = path.last() {
                self.lowest[above] = self.lowest[above].min(self.lowest[node]);
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.numbers[node] = Some(self.next);
        self.lowest[node] = self.next;
        self.next += 1;
        self.is_open[node] = true;
        self.open.push(node);
    }

    fn close(&mut self, root: usize) {
        let mut component = Vec::new();
        while let Some(node) = self.open.pop() {
            self.is_open[node] = false;
            component.push(node);
            if node == root {
                break;
            }
        }
        component.sort_unstable();
        self.found.push(component);
    }
}
